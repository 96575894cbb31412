import type { ElementId } from '../../platform/packages/element.ts';
import { textOf } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';
import { SelectInput } from '../ui/fields.tsx';

interface NewFieldPlaceProps {
  readonly object: string;
  readonly value: ElementId | undefined;
  readonly onChange: (section: ElementId | undefined) => void;
}

/** In which section of the record page the field appears. */
export function NewFieldPlace({ object, value, onChange }: NewFieldPlaceProps) {
  const { elements } = useStudio();
  const pages = elements.components('page').filter((page) => textOf(page, 'object') === object);
  const sections = pages.flatMap((page) => elements.items(page.id, 'sections'));
  if (sections.length === 0) return null;
  return (
    <SelectInput
      label="Show it on the record page"
      hint="At the end of the section; it can be moved afterwards."
      value={value ?? ''}
      options={[
        { value: '', label: 'Not yet' },
        ...sections.map((section) => ({ value: section.id, label: `In ${labelOf(section.id, elements.byId)}` })),
      ]}
      onChange={(section) => onChange(section === '' ? undefined : section)}
    />
  );
}
