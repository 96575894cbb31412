import { Alert, Button } from '@cmsgov/design-system';
import { describeElement, propertyLabel } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';
import { propertyText } from './changes.ts';

/** Someone published since the draft was begun: what meets it, and the way on. Nothing is lost. */
export function BehindNotice() {
  const state = useStudio();
  const { draft, model, overlaps, live, elements, rebase, drop } = state;
  return (
    <Alert variation="warn" heading={`Version ${model.modelVersion} was published meanwhile`}>
      <p>
        Your draft was begun on version {draft.baseVersion}. It is kept; put it on the new version to go on.{' '}
        {overlaps.length === 0
          ? 'Nothing that you changed was changed by others.'
          : 'These places were changed by others, too:'}
      </p>
      {overlaps.length > 0 && (
        <ul className="st-overlaps">
          {overlaps.map((overlap) => {
            const known = live.byId.has(overlap.element) ? live : elements;
            const entry = draft.entries[overlap.entry];
            return (
              <li key={`${overlap.entry} ${overlap.element} ${overlap.kind === 'changed' ? overlap.property : ''}`}>
                <strong>{describeElement(overlap.element, known.byId)}</strong>{' '}
                {overlap.kind === 'gone'
                  ? 'is no longer there.'
                  : `: ${propertyLabel(overlap.property)} was ${propertyText(state, overlap.element, overlap.before)} and is now ${propertyText(state, overlap.element, overlap.now)}. Yours would replace it.`}{' '}
                <button type="button" className="st-link-button" onClick={() => drop(overlap.entry)}>
                  Drop my change<span className="ds-u-visibility--screen-reader">: {entry?.label}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <Button variation="solid" onClick={rebase}>
        Put my draft on version {model.modelVersion}
      </Button>
    </Alert>
  );
}
