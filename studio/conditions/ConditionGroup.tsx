import { useRef } from 'react';
import type { Choices } from '../ui/fields.tsx';
import { SelectInput } from '../ui/fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ConditionRow } from './ConditionRow.tsx';
import type { Place } from './facts.ts';
import { type Group, isGroup, type Match, type Term } from './tree.ts';

/** Groups nest this deep; deeper conditions are read and kept, and better written as two rules. */
const DEEPEST = 3;

const MATCHES: readonly { readonly value: Match; readonly label: string }[] = [
  { value: 'all', label: 'All of these hold' },
  { value: 'any', label: 'Any of these holds' },
  { value: 'none', label: 'None of these holds' },
  { value: 'notAll', label: 'Not all of these hold' },
];

interface ConditionGroupProps {
  readonly group: Group;
  readonly place: Place;
  readonly facts: readonly Choices[];
  readonly depth: number;
  readonly label: string;
  readonly onChange: (group: Group) => void;
  readonly onRemove?: () => void;
}

/** Rows and groups that are joined in one way. */
export function ConditionGroup({ group, place, facts, depth, label, onChange, onRemove }: ConditionGroupProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const { replace, add } = changesOf(group, onChange);
  const remove = (index: number) => {
    onChange({ ...group, terms: group.terms.filter((_, at) => at !== index) });
    box.current?.querySelector<HTMLElement>('select')?.focus(); // The button that had the focus is gone.
  };
  return (
    <fieldset className={`st-group st-group--${Math.min(depth, DEEPEST)}`} ref={box}>
      <legend className="ds-u-visibility--screen-reader">{depth === 0 ? label : `Group in ${label}`}</legend>
      <div className="st-group__head">
        <SelectInput
          label="How these are joined"
          isLabelHidden
          value={group.match}
          options={MATCHES}
          onChange={(match) => onChange({ ...group, match: match as Match })} // One of MATCHES.
        />
        {onRemove && <IconButton icon="remove" label="Remove the group" onClick={onRemove} />}
      </div>
      <ul className="st-group__terms">
        {group.terms.map((term, index) => (
          <li key={term.id}>
            {isGroup(term) ? (
              <ConditionGroup
                group={term}
                place={place}
                facts={facts}
                depth={depth + 1}
                label={label}
                onChange={(next) => replace(index, next)}
                onRemove={() => remove(index)}
              />
            ) : (
              <ConditionRow
                row={term}
                place={place}
                facts={facts}
                number={index + 1}
                onChange={(next) => replace(index, next)}
                onRemove={() => remove(index)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="st-row">
        <button type="button" className="st-link-button" onClick={() => add(newRow(group))}>
          <Icon name="add" />
          Add a condition
        </button>
        {depth < DEEPEST && (
          <button type="button" className="st-link-button" onClick={() => add(newGroup(group))}>
            <Icon name="add" />
            Add a group
          </button>
        )}
      </div>
    </fieldset>
  );
}

function changesOf(group: Group, onChange: (group: Group) => void) {
  return {
    replace: (index: number, term: Term) =>
      onChange({ ...group, terms: group.terms.map((one, at) => (at === index ? term : one)) }),
    add: (term: Term) => onChange({ ...group, terms: [...group.terms, term] }),
  };
}

const newRow = (group: Group): Term => ({ id: newId(group), fact: '', operator: 'equal', value: null });

function newGroup(group: Group): Term {
  const id = newId(group);
  const match = group.match === 'any' ? 'all' : 'any';
  return { id, match, terms: [{ id: `${id}.0`, fact: '', operator: 'equal', value: null }] };
}

function newId(group: Group): string {
  const taken = new Set(group.terms.map((term) => term.id));
  let number = group.terms.length;
  while (taken.has(`${group.id}.${number}`)) number += 1;
  return `${group.id}.${number}`;
}
