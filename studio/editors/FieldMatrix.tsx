import { useState } from 'react';
import { Link } from 'react-router';
import { itemId, nameOf } from '../draft/element-id.ts';
import { isSet, type StudioElement } from '../draft/elements.ts';
import { grantEdits } from '../draft/grants.ts';
import { labelOf, mentionElement } from '../draft/words.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { SelectInput, TextInput } from '../ui/fields.tsx';
import { GrantBox } from './GrantBox.tsx';

type Right = 'read' | 'edit';

interface FieldMatrixProps {
  readonly set: StudioElement;
  readonly object: string;
}

/** Fields down, rights across; found by words, or by what is given. */
export function FieldMatrix({ set, object }: FieldMatrixProps) {
  const { elements } = useStudio();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState('all');
  const rowOf = (field: StudioElement) => itemId(set.id, 'fields', field.component);
  const fields = elements.partsOf(object, 'field');
  const matching = fields.filter((field) => {
    const isRead = isSet(elements.byId.get(rowOf(field)), 'read');
    const text = `${labelOf(field.id, elements.byId)} ${field.component}`.toLowerCase();
    return text.includes(search.trim().toLowerCase()) && (shown === 'all' || (shown === 'given') === isRead);
  });
  return (
    <section className="st-block">
      <h2>Fields of {labelOf(`object:${object}`, elements.byId)}</h2>
      {fields.length === 0 ? (
        <p className="st-empty">It has only the fields that every object has; whoever opens a record sees them.</p>
      ) : (
        <>
          <div className="st-row st-row--fields">
            <TextInput label="Find a field" type="search" value={search} onChange={setSearch} />
            <SelectInput label="Show" value={shown} options={SHOWN} onChange={setShown} />
          </div>
          <table className="st-table st-matrix">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">
                  Read <GiveAll fields={matching} set={set} right="read" />
                </th>
                <th scope="col">
                  Edit <GiveAll fields={matching} set={set} right="edit" />
                </th>
              </tr>
            </thead>
            <tbody>
              {matching.map((field) => {
                const label = labelOf(field.id, elements.byId);
                return (
                  <tr key={field.id}>
                    <th scope="row">
                      <Link to={elementPath(field.id)}>{label}</Link> <code>{nameOf(field.component)}</code>
                    </th>
                    <td>
                      <GrantBox row={rowOf(field)} right="read" label={`${label}: read`} />
                    </td>
                    <td>
                      <GrantBox row={rowOf(field)} right="edit" label={`${label}: edit`} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {matching.length === 0 && <p className="st-empty">No field fits.</p>}
        </>
      )}
    </section>
  );
}

const SHOWN = [
  { value: 'all', label: 'All fields' },
  { value: 'given', label: 'Those it lets read' },
  { value: 'hidden', label: 'Those it does not' },
];

interface GiveAllProps {
  readonly fields: readonly StudioElement[];
  readonly set: StudioElement;
  readonly right: Right;
}

/** Gives or takes a right of all fields that are shown, as one step. */
function GiveAll({ fields, set, right }: GiveAllProps) {
  const { elements, change } = useStudio();
  const rows = fields.map((field) => itemId(set.id, 'fields', field.component));
  const isAll = rows.length > 0 && rows.every((row) => isSet(elements.byId.get(row), right));
  const wanted = isAll ? 'take' : 'give';
  const setName = mentionElement(set.id, elements.byId);
  const run = () =>
    change({
      label: isAll
        ? `Take ${right} of ${fields.length} fields from ${setName}`
        : `Give ${right} of ${fields.length} fields to ${setName}`,
      edits: rows.flatMap((row) => grantEdits(row, elements.byId.get(row), right, wanted)),
    });
  return (
    <button type="button" className="st-link-button" onClick={run} disabled={rows.length === 0}>
      {isAll ? 'None' : 'All'}
      <span className="ds-u-visibility--screen-reader"> of the fields shown: {right}</span>
    </button>
  );
}
