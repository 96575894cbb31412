import type { Json } from '../../platform/json.ts';

/** The files of a package of objects with ten fields each, every fourth of which looks up another object. */
export function objectFiles(objects: number): Record<string, Json> {
  const files: Record<string, Json> = {};
  for (let index = 0; index < objects; index++) {
    const name = `Thing_${index}__c`;
    const label = `Thing ${index}`;
    files[`objects/${name}/object.json`] = {
      ...{ label, pluralLabel: `${label}s`, sharing: 'Read' },
      nameField: { type: 'Text', label: 'Name' },
    };
    for (const [order, field] of fieldsOf(index, objects).entries())
      files[`objects/${name}/fields/${field.name}.json`] = { ...field.file, order: order * 10 };
  }
  files['permissionSets/Everything.json'] = {
    label: 'Everything',
    objects: Object.fromEntries(
      Array.from({ length: objects }, (_, index) => [`Thing_${index}__c`, { read: true, create: true, edit: true }]),
    ),
  };
  return files;
}

function fieldsOf(index: number, objects: number): { readonly name: string; readonly file: Record<string, Json> }[] {
  const text = (name: string, more: Record<string, Json> = {}) => ({
    name,
    file: { label: name, type: 'Text', ...more },
  });
  return [
    text('Code__c', { length: 20, unique: true, externalId: true }),
    text('Notes__c', { length: 255 }),
    { name: 'Long__c', file: { label: 'Long', type: 'LongText' } },
    { name: 'Amount__c', file: { label: 'Amount', type: 'Number', precision: 12, scale: 2 } },
    { name: 'Day__c', file: { label: 'Day', type: 'Date' } },
    { name: 'Moment__c', file: { label: 'Moment', type: 'DateTime' } },
    { name: 'Mail__c', file: { label: 'Mail', type: 'Email' } },
    { name: 'Ready__c', file: { label: 'Ready', type: 'Checkbox' } },
    {
      name: 'Status__c',
      file: {
        label: 'Status',
        type: 'Picklist',
        values: { Open: { label: 'Open', order: 10 }, Done: { label: 'Done', order: 20 } },
      },
    },
    index % 4 === 0
      ? {
          name: 'Other__c',
          file: { label: 'Other', type: 'Lookup', references: `Thing_${(index + 1) % objects}__c`, onDelete: 'clear' },
        }
      : text('More__c', { length: 80 }),
  ];
}
