import type { ElementId } from '../../platform/packages/element.ts';
import { isWithin } from '../../platform/packages/element-id.ts';
import { useReader } from '../../runtime/pages/format/reader.ts';
import { mentionElement } from '../draft/words.ts';
import { momentWords } from '../history/deploy-words.ts';
import { packageLabel } from '../properties/Origin.tsx';
import { useStudio } from '../state/studio-context.ts';

/** What admins took out of a package's component, with the way back. */
export function TakenOut({ within }: { readonly within: ElementId }) {
  const { model, elements, draft, change } = useStudio();
  const reader = useReader();
  const gone = model.removed.filter(({ element }) => isWithin(element, within) && !elements.byId.has(element));
  if (gone.length === 0) return null;
  const returning = new Set(
    draft.entries.flatMap(({ edits }) => edits.filter(({ op }) => op === 'reset')).map((edit) => edit.element),
  );
  return (
    <section className="st-block">
      <h2>Taken out here</h2>
      <ul className="st-uses">
        {gone.map(({ element, package: owner, by, at }) => {
          const label = mentionElement(element, elements.byId);
          return (
            <li key={element}>
              <span>{label}</span>
              <span className="st-uses__how">
                of {packageLabel(owner, model.packages)}, by {by}, {momentWords(at, reader)}
              </span>
              {returning.has(element) ? (
                <span>comes back when you publish</span>
              ) : (
                <button
                  type="button"
                  className="st-link-button"
                  onClick={() => change({ label: `Put back ${label}`, edits: [{ op: 'reset', element }] })}
                >
                  Put back<span className="ds-u-visibility--screen-reader"> {label}</span>
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
