import type { Json } from '../../platform/json.ts';
import { placeOf } from '../../platform/layers/decide.ts';
import { equalJson } from '../../platform/layers/equal-json.ts';
import type { Conflict, Side } from '../../platform/layers/org-layer.ts';
import { useReader } from '../../runtime/pages/format/reader.ts';
import { describeElement, propertyLabel } from '../draft/words.ts';
import { momentWords } from '../history/deploy-words.ts';
import { propertyText } from '../review/changes.ts';
import { type StudioState, useStudio } from '../state/studio-context.ts';
import { type Choices, choose, sideOf } from './decisions.ts';

interface ConflictChoiceProps {
  readonly conflict: Conflict;
  readonly choices: Choices;
  readonly onChoose: (change: (choices: Choices) => Choices) => void;
}

/** One conflict: what it was, what either side made of it, and which holds. */
export function ConflictChoice({ conflict, choices, onChoose }: ConflictChoiceProps) {
  const state = useStudio();
  const reader = useReader();
  const { element, property, base, theirs, ours, by, at } = conflict;
  const place = placeOf(conflict);
  const what = property === undefined ? '' : `: ${propertyLabel(property)}`;
  const chosen = sideOf(conflict, choices);
  const take = (side: Side) => onChoose((all) => ({ ...all, ...choose([conflict], side) }));
  const words = (value: Json | undefined) => sideWords(state, conflict, value);
  const sides = [
    { side: 'ours', title: 'Keep ours', words: words(ours), who: `${by}, ${momentWords(at, reader)}` },
    { side: 'theirs', title: 'Take the package’s', words: words(theirs), who: 'the new version' },
  ] as const;
  return (
    <li>
      <fieldset className="st-conflict">
        <legend>
          {describeElement(element, state.elements.byId)}
          {what}
        </legend>
        {property !== undefined && (
          <p className="st-conflict__base">Before both: {propertyText(state, element, base)}</p>
        )}
        <div className="st-types__grid">
          {sides.map(({ side, title, words: says, who }) => (
            <label key={side} className="st-types__type">
              <input type="radio" name={place} value={side} checked={chosen === side} onChange={() => take(side)} />
              <span>
                <strong>{title}</strong>
                <span className="st-conflict__value">{says}</span>
                <span className="st-conflict__who">{who}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </li>
  );
}

/** What a side says: the value; of a whole element what differs from before, or that it is taken out. */
function sideWords(state: StudioState, { element, property, base }: Conflict, value: Json | undefined): string {
  if (property !== undefined) return propertyText(state, element, value);
  if (!isProperties(value)) return 'Taken out';
  const before = isProperties(base) ? base : {};
  const differing = Object.entries(value).filter(([name, each]) => !equalJson(before[name], each));
  const parts = differing.map(([name, each]) => `${propertyLabel(name)}: ${propertyText(state, element, each)}`);
  return parts.length === 0 ? 'Stays, with all that is on it' : parts.join('; ');
}

function isProperties(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
