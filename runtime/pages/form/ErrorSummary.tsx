import { Alert } from '@cmsgov/design-system';
import { type MouseEvent, useEffect, useRef } from 'react';
import type { Fields } from './drafts.ts';
import type { FormProblem } from './problems.ts';

interface ErrorSummaryProps {
  readonly problems: readonly FormProblem[];
  readonly fields: Fields;
  readonly idPrefix: string;
  /** Changes with each refused attempt: the summary takes the focus then. */
  readonly attempt: number;
}

/** All problems at once, each a link to its field. It takes the focus when an attempt was refused. */
export function ErrorSummary({ problems, fields, idPrefix, attempt }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refused attempt takes the focus, an edit does not
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [attempt]);
  return (
    <div ref={box} tabIndex={-1} className="fw-errors">
      <Alert variation="error" heading={headingOf(problems)} headingLevel="2">
        <ul className="fw-errors__list">
          {problems.map((problem) => (
            <li key={`${problem.field} ${problem.message}`}>
              {problem.field === undefined ? (
                problem.message
              ) : (
                <a
                  href={`#${idPrefix}_${problem.field}`}
                  onClick={(event) => goToField(event, `${idPrefix}_${problem.field}`)}
                >
                  {withLabel(problem.message, fields[problem.field]?.label)}
                </a>
              )}
            </li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}

function headingOf(problems: readonly FormProblem[]): string {
  return problems.length === 1 ? 'There is 1 problem' : `There are ${problems.length} problems`;
}

/** In the summary a message stands far from its field, so it must name it. */
function withLabel(message: string, label: string | undefined): string {
  return label === undefined || message.includes(label) ? message : `${label}: ${message}`;
}

/** Groups of ticks have no element with the field's own id: their first one stands for it. */
function goToField(event: MouseEvent, id: string): void {
  const box = document.querySelector(`[data-field-of="${CSS.escape(id)}"]`);
  const input = document.getElementById(id) ?? box?.querySelector<HTMLElement>('input, select, textarea, button');
  if (!input) return;
  event.preventDefault();
  input.focus();
  box?.scrollIntoView({ block: 'center' });
}
