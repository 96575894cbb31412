import type { ElementId } from '../../platform/packages/element.ts';
import { componentOf } from '../draft/element-id.ts';
import { isSet } from '../draft/elements.ts';
import { grantEdits } from '../draft/grants.ts';
import { labelOf, mentionElement } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';

interface GrantBoxProps {
  /** Row of the permission set, whether it is there yet or not. */
  readonly row: ElementId;
  readonly right: string;
  /** For screen readers; the headings say it to those who see. */
  readonly label: string;
}

/** One right of one row: ticked where it is given. What the draft changed is marked. */
export function GrantBox({ row, right, label }: GrantBoxProps) {
  const { elements, live, change } = useStudio();
  const element = elements.byId.get(row);
  const isGiven = isSet(element, right);
  const isChanged = isGiven !== isSet(live.byId.get(row), right);
  const toggle = () => {
    const wanted = isGiven ? 'take' : 'give';
    const what = `${right} of ${labelOf(row, elements.byId)}`;
    const set = mentionElement(componentOf(row), elements.byId);
    change({
      label: wanted === 'give' ? `Give ${what} to ${set}` : `Take ${what} from ${set}`,
      edits: grantEdits(row, element, right, wanted),
    });
  };
  return (
    <label className={`st-grant${isChanged ? ' is-changed' : ''}`}>
      <input type="checkbox" checked={isGiven} onChange={toggle} />
      <span className="ds-u-visibility--screen-reader">
        {label}
        {isChanged && ' (changed in your draft)'}
      </span>
    </label>
  );
}
