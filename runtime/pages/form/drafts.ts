import type { Cell, FieldInfo, Json } from '../../client/api.ts';
import type { Draft } from '../fields/field-control.ts';
import { fieldControls } from '../fields/registry.ts';
import type { Reader } from '../format/reader.ts';

export type Fields = Readonly<Record<string, FieldInfo>>;
export type Drafts = Readonly<Record<string, Draft>>;
export type Cells = Readonly<Record<string, Cell>>;

/** The fields that the person may write. */
export function editableFields(fields: Fields): readonly FieldInfo[] {
  return Object.values(fields).filter((field) => field.isEditable);
}

/** What the form begins with: the record's values, or the field's default where the record is new. */
export function draftsOf(fields: Fields, values: Cells, reader: Reader): Drafts {
  return Object.fromEntries(
    editableFields(fields).map((field) => {
      const cell = values[field.name];
      // A default stands in for a value that was never told, not for one that is blank.
      const value = cell === undefined ? (field.defaultValue ?? null) : cell.value;
      return [field.name, fieldControls[field.type].toDraft(value, reader)];
    }),
  );
}

/** Names of the fields whose draft is another than at first. */
export function changedFields(initial: Drafts, drafts: Drafts): readonly string[] {
  return Object.keys(drafts).filter((name) => !isSameDraft(initial[name], drafts[name]));
}

/** The drafts of some fields as the server takes them. */
export function valuesOf(
  fields: Fields,
  drafts: Drafts,
  options: { names: readonly string[]; reader: Reader },
): Record<string, Json> {
  return Object.fromEntries(
    options.names.flatMap((name) => {
      const field = fields[name];
      const draft = drafts[name];
      return field && draft !== undefined ? [[name, fieldControls[field.type].fromDraft(draft, options.reader)]] : [];
    }),
  );
}

/** True where two drafts say the same. */
export function isSameDraft(a: Draft | undefined, b: Draft | undefined): boolean {
  if (typeof a === 'object' && typeof b === 'object') return a.join('\n') === b.join('\n');
  return a === b;
}
