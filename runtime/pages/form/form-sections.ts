import type { RecordPage } from '../../client/api.ts';

export interface FormSection {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly string[];
}

/**
 * The sections of a record's form: the page's own, then the writable fields that it leaves out and that must not be
 * left out here: required ones, and those that came with a value (the parent of a related record).
 */
export function formSections(record: RecordPage): readonly FormSection[] {
  const isNew = record.id === null;
  const sections = record.page.sections
    .map(({ id, label, fields }) => ({ id, label, fields: fields.filter((name) => isShown(record, name, isNew)) }))
    .filter((section) => section.fields.length > 0);
  const placed = new Set(sections.flatMap((section) => section.fields));
  const left = Object.values(record.fields).filter(
    (field) =>
      field.isEditable && !placed.has(field.name) && (field.isRequired || (isNew && hasValue(record, field.name))),
  );
  if (left.length === 0) return sections;
  const [first, ...rest] = sections;
  const names = left.map((field) => field.name);
  if (!first) return [{ id: 'fields', label: record.object.label, fields: names }];
  return [{ ...first, fields: [...names, ...first.fields] }, ...rest];
}

/** Fields that nobody can write are shown for reading, unless there is nothing to read yet. */
function isShown(record: RecordPage, name: string, isNew: boolean): boolean {
  const field = record.fields[name];
  if (field === undefined) return false;
  return field.isEditable || (!isNew && hasValue(record, name));
}

function hasValue(record: RecordPage, name: string): boolean {
  const value = record.values[name]?.value;
  return value !== undefined && value !== null && value !== '' && value !== false;
}
