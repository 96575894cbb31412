import { Link } from 'react-router';
import { itemId } from '../draft/element-id.ts';
import { isSet } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { GrantBox } from './GrantBox.tsx';

/** Which permission sets let people see and change one field. */
export function FieldAccess({ field }: { readonly field: string }) {
  const { elements } = useStudio();
  const sets = elements.components('permissionSet');
  const object = field.slice(0, field.indexOf('.'));
  return (
    <section className="st-block">
      <h2>Who may see and change it</h2>
      <table className="st-table st-matrix">
        <thead>
          <tr>
            <th scope="col">Permission set</th>
            <th scope="col">Read</th>
            <th scope="col">Edit</th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => {
            const row = itemId(set.id, 'fields', field);
            const label = labelOf(set.id, elements.byId);
            const mayOpen = isSet(elements.byId.get(itemId(set.id, 'objects', object)), 'read');
            return (
              <tr key={set.id}>
                <th scope="row">
                  <Link to={elementPath(set.id)}>{label}</Link>
                  {!mayOpen && <span className="st-results__where">Does not open the object</span>}
                </th>
                {(['read', 'edit'] as const).map((right) => (
                  <td key={right}>
                    <GrantBox row={row} right={right} label={`${label}: ${right}`} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
