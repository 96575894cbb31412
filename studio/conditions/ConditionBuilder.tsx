import { useId, useState } from 'react';
import type { Condition } from '../../platform/expressions/expression.ts';
import type { Json } from '../../platform/json.ts';
import { equalJson } from '../../platform/layers/equal-json.ts';
import { useStudio } from '../state/studio-context.ts';
import { ConditionGroup } from './ConditionGroup.tsx';
import { factChoices, type Place } from './facts.ts';
import { formatTree, type Group, parseTree } from './tree.ts';
import { conditionWords } from './wording.ts';

interface ConditionBuilderProps {
  readonly label: string;
  readonly hint?: string;
  readonly place: Place;
  readonly value: Json | undefined;
  readonly onChange: (condition: Condition | undefined) => void;
  /** What stands before the sentence: "The record is refused when". */
  readonly lead: string;
  /** What no condition means. */
  readonly blank: string;
  readonly error?: string | undefined;
}

/** A condition as rows of field, operator and value in groups, with the sentence that they make. */
export function ConditionBuilder(props: ConditionBuilderProps) {
  const { label, hint, place, value, onChange, lead, blank, error } = props;
  const { catalog } = useStudio();
  const { tree, setTree } = useTree(value, onChange);
  const id = useId();
  const condition = formatTree(tree);
  return (
    <section className="st-condition" aria-labelledby={id}>
      <h2 className="st-condition__heading" id={id}>
        {label}
      </h2>
      {hint && <p className="st-hint">{hint}</p>}
      {error && <p className="ds-c-inline-error">{error}</p>}
      <p className="st-condition__sentence" aria-live="polite">
        {condition ? (
          <>
            {lead} <strong>{conditionWords(catalog, place, condition)}</strong>.
          </>
        ) : (
          blank
        )}
      </p>
      <ConditionGroup
        group={tree}
        place={place}
        facts={factChoices(catalog, place)}
        depth={0}
        label={label}
        onChange={setTree}
      />
    </section>
  );
}

/** The tree that is edited: it holds rows that are not finished yet, and follows what others change, such as undo. */
function useTree(value: Json | undefined, onChange: ConditionBuilderProps['onChange']) {
  const [tree, setTree] = useState(() => parseTree(value));
  const [written, setWritten] = useState<Json | undefined>(value);
  if (!equalJson(written, value)) {
    setWritten(value);
    setTree(parseTree(value));
  }
  return {
    tree,
    setTree: (next: Group) => {
      const condition = formatTree(next);
      setTree(next);
      if (equalJson(condition as Json | undefined, value)) return; // A condition is JSON.
      setWritten(condition as Json | undefined);
      onChange(condition);
    },
  };
}
