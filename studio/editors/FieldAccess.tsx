import { useState } from 'react';
import { Link } from 'react-router';
import { itemId } from '../draft/element-id.ts';
import { isSet, type StudioElement } from '../draft/elements.ts';
import { countOf, labelOf } from '../draft/words.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { GrantBox } from './GrantBox.tsx';

/** Which permission sets let people see and change one field; those that open its object come first. */
export function FieldAccess({ field }: { readonly field: string }) {
  const { elements } = useStudio();
  const [isWhole, setWhole] = useState(false);
  const object = field.slice(0, field.indexOf('.'));
  const sets = elements.components('permissionSet');
  const opening = sets.filter((set) => isSet(elements.byId.get(itemId(set.id, 'objects', object)), 'read'));
  const others = sets.filter((set) => !opening.includes(set));
  return (
    <section className="st-block">
      <h2>Who may see and change it</h2>
      {opening.length === 0 && <p className="st-empty">No permission set opens the object yet.</p>}
      <table className="st-table st-matrix">
        <thead>
          <tr>
            <th scope="col">Permission set</th>
            <th scope="col">Read</th>
            <th scope="col">Edit</th>
          </tr>
        </thead>
        <tbody>
          {[...opening, ...(isWhole ? others : [])].map((set) => (
            <AccessRow
              key={set.id}
              set={set}
              field={field}
              note={others.includes(set) ? 'Does not open the object' : ''}
            />
          ))}
        </tbody>
      </table>
      {others.length > 0 && !isWhole && (
        <button type="button" className="st-link-button" onClick={() => setWhole(true)}>
          Show {countOf(others.length, 'permission set')} that {others.length === 1 ? 'does' : 'do'} not open the object
        </button>
      )}
    </section>
  );
}

interface AccessRowProps {
  readonly set: StudioElement;
  readonly field: string;
  readonly note: string;
}

function AccessRow({ set, field, note }: AccessRowProps) {
  const { elements } = useStudio();
  const row = itemId(set.id, 'fields', field);
  const label = labelOf(set.id, elements.byId);
  return (
    <tr>
      <th scope="row">
        <Link to={elementPath(set.id)}>{label}</Link>
        {note !== '' && <span className="st-results__where">{note}</span>}
      </th>
      {(['read', 'edit'] as const).map((right) => (
        <td key={right}>
          <GrantBox row={row} right={right} label={`${label}: ${right}`} />
        </td>
      ))}
    </tr>
  );
}
