import { Alert } from '@cmsgov/design-system';
import { useEffect, useRef } from 'react';

/** One thing to put right, at its field where it has one. */
export interface FormProblem {
  readonly field?: string;
  readonly message: string;
}

interface FormErrorsProps {
  readonly problems: readonly FormProblem[];
  /** Changes with each refused attempt: the summary takes the focus then. */
  readonly attempt: number;
  readonly idPrefix: string;
}

/** Everything that stands in the way, each a link to its field. */
export function FormErrors({ problems, attempt, idPrefix }: FormErrorsProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (problems.length === 0) return null;
  const heading = problems.length === 1 ? 'There is 1 problem' : `There are ${problems.length} problems`;
  return (
    <section ref={box} tabIndex={-1} aria-label={heading}>
      <Alert variation="error" heading={heading} headingLevel="2">
        <ul className="st-error-list">
          {problems.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              {field === undefined ? (
                message
              ) : (
                <a
                  href={`#${idPrefix}_${field}`}
                  onClick={(event) => {
                    const input = document.getElementById(`${idPrefix}_${field}`);
                    if (!input) return;
                    event.preventDefault();
                    input.focus();
                  }}
                >
                  {message}
                </a>
              )}
            </li>
          ))}
        </ul>
      </Alert>
    </section>
  );
}
