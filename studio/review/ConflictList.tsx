import type { Conflict } from '../../platform/layers/org-layer.ts';
import { describeElement, propertyLabel } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';
import { propertyText } from './changes.ts';

/** Where a package and an admin both changed a value, differently. */
export function ConflictList({ conflicts }: { readonly conflicts: readonly Conflict[] }) {
  const state = useStudio();
  return (
    <section className="st-block">
      <h2>What a package says otherwise</h2>
      <ul className="st-overlaps">
        {conflicts.map((conflict) => (
          <li key={`${conflict.element} ${conflict.property}`}>
            <strong>{describeElement(conflict.element, state.elements.byId)}</strong>{' '}
            {conflict.property === undefined ? (
              <>was removed or moved here (by {conflict.by}), and the package changed it.</>
            ) : (
              <>
                has {propertyText(state, conflict.element, conflict.ours)} as {propertyLabel(conflict.property)} here
                (by {conflict.by}) and {propertyText(state, conflict.element, conflict.theirs)} in the package.
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
