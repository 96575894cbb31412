import type { Starter } from '../starter.ts';

/** Records that people name, open to nobody but their owners. */
export const startObject: Starter = ({ name, label }) => ({
  value: {
    label,
    pluralLabel: pluralOf(label),
    nameField: { type: 'Text', label: `${label} name` },
    sharing: 'Private',
  },
  next: [`formwork new field ${name}.NAME__c --type Text`, `formwork new permissionSet NAME --object ${name}`],
});

/** As English makes it, for most words; a person puts the others right. */
function pluralOf(label: string): string {
  if (/(?:s|x|z|ch|sh)$/i.test(label)) return `${label}es`;
  return label.replace(/(?<![aeiou])y$/i, 'ie').concat('s');
}
