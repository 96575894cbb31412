import { useState } from 'react';
import { Link } from 'react-router';
import type { Problem } from '../../platform/problem.ts';
import { countOf, describeElement } from '../draft/words.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { Icon } from '../ui/Icon.tsx';

/** What is wrong with the draft, as it would be found before publishing; each leads to its place. */
export function Problems() {
  const { problems } = useStudio();
  const [isOpen, setOpen] = useState(true);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return (
    <section className="st-problems" aria-label="Problems">
      <button
        type="button"
        className="st-problems__toggle"
        aria-expanded={isOpen && problems.length > 0}
        disabled={problems.length === 0}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={errors > 0 ? 'error' : problems.length > 0 ? 'warning' : 'check'} />
        <span role="status">{summary(problems.length, errors)}</span>
      </button>
      {isOpen && problems.length > 0 && <ProblemList problems={problems} />}
    </section>
  );
}

/** Problems with links to their elements. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { elements, live } = useStudio();
  return (
    <ul className="st-problem-list">
      {problems.map((problem) => {
        const known = problem.element !== undefined && elements.byId.has(problem.element) ? elements : live;
        return (
          <li
            key={`${problem.element} ${problem.pointer} ${problem.message}`}
            className={`st-problem st-problem--${problem.severity}`}
          >
            <Icon name={problem.severity} />
            <span className="ds-u-visibility--screen-reader">
              {problem.severity === 'error' ? 'Error: ' : 'Warning: '}
            </span>
            <span className="st-problem__text">
              {problem.message}
              {problem.suggestion !== undefined && ` Did you mean ${problem.suggestion}?`}
            </span>
            {problem.element !== undefined && (
              <Link to={elementPath(problem.element)}>{describeElement(problem.element, known.byId)}</Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function summary(count: number, errors: number): string {
  if (count === 0) return 'No problems';
  const warnings = count - errors;
  const parts = [errors > 0 && countOf(errors, 'problem'), warnings > 0 && countOf(warnings, 'warning')];
  return parts.filter(Boolean).join(', ');
}
