import { Link } from 'react-router';
import type { Cell } from '../../client/api.ts';
import { paths } from '../paths.ts';
import type { DisplayProps, FieldControl } from './field-control.ts';
import { draftText } from './input-props.ts';
import { LookupInput } from './LookupInput.tsx';
import { unresolvedText } from './lookup-draft.ts';

/** A control for fields that point to a record. The draft is the id, or what was typed and matches nothing yet. */
export function lookupControl(): FieldControl {
  return {
    align: 'start',
    isWide: false,
    schema: (field) => ({ type: 'string', title: field.label }),
    toDraft: (value) => (value === null ? '' : String(value)),
    fromDraft: (draft) => draftText(draft) || null,
    check: (draft, field) => {
      const typed = unresolvedText(draftText(draft));
      if (typed === undefined) return undefined;
      return `${field.label}: choose a record from the list for “${typed}”, or clear the field.`;
    },
    text,
    Display: LookupValue,
    Input: LookupInput,
  };
}

function LookupValue({ cell, info }: DisplayProps) {
  if (cell.value === null) return '';
  if (cell.display === null) return <span className="fw-muted">Not available</span>;
  if (info.references === undefined) return text(cell);
  return <Link to={paths.record(info.references, String(cell.value))}>{text(cell)}</Link>;
}

function text(cell: Cell): string {
  if (cell.value === null) return '';
  return cell.display ?? (cell.display === null ? 'Not available' : String(cell.value));
}
