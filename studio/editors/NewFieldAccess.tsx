import { itemId } from '../draft/element-id.ts';
import { isSet, type StudioElement } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';

type Grants = Readonly<Record<string, 'read' | 'edit'>>;

interface NewFieldAccessProps {
  readonly object: string;
  readonly grants: Grants;
  readonly onChange: (grants: Grants) => void;
}

/** Who may see the field from the start: nobody, until a permission set says so. */
export function NewFieldAccess({ object, grants, onChange }: NewFieldAccessProps) {
  const { elements } = useStudio();
  const rowOf = (set: StudioElement) => elements.byId.get(itemId(set.id, 'objects', object));
  const sets = elements.components('permissionSet').filter((set) => isSet(rowOf(set), 'read'));
  const asObject = () =>
    onChange(Object.fromEntries(sets.map((set) => [set.component, isSet(rowOf(set), 'edit') ? 'edit' : 'read'])));
  const toggle = (set: string, right: 'read' | 'edit') => {
    const { [set]: now, ...rest } = grants;
    if (right === 'edit') return onChange({ ...rest, [set]: now === 'edit' ? 'read' : 'edit' });
    return onChange(now === undefined ? { ...rest, [set]: 'read' } : rest);
  };
  if (sets.length === 0) return null;
  return (
    <fieldset className="st-access">
      <legend>Who may see it</legend>
      <p className="st-hint">
        Permission sets that open {labelOf(`object:${object}`, elements.byId)}.{' '}
        <button type="button" className="st-link-button" onClick={asObject}>
          Give each what it may do with the object
        </button>
      </p>
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
            const label = labelOf(set.id, elements.byId);
            const now = grants[set.component];
            return (
              <tr key={set.id}>
                <th scope="row">{label}</th>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`${label}: read`}
                    checked={now !== undefined}
                    onChange={() => toggle(set.component, 'read')}
                  />
                </td>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`${label}: edit`}
                    checked={now === 'edit'}
                    onChange={() => toggle(set.component, 'edit')}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </fieldset>
  );
}
