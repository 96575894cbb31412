import { CheckIcon } from '@cmsgov/design-system';
import type { FieldInfo, RecordPage } from '../../client/api.ts';
import { isOffPath, type PathStep, pathSteps } from './status-path.ts';

interface StatusPathProps {
  readonly path: NonNullable<RecordPage['page']['path']>;
  readonly field: FieldInfo | undefined;
}

/** How far the record has come. Done and current are told by mark, shape and words, not by colour alone. */
export function StatusPath({ path, field }: StatusPathProps) {
  const steps = pathSteps(path, field);
  const isOff = isOffPath(path);
  return (
    <nav className="fw-path" aria-label={field?.label ?? 'Progress'}>
      <ol>
        {steps.map((step, index) => (
          <li
            key={step.value}
            className={`fw-path__step fw-path__step--${step.state}${isOff && index === steps.length - 1 ? ' fw-path__step--off' : ''}`}
            aria-current={step.state === 'current' ? 'step' : undefined}
          >
            {step.state === 'done' && <CheckIcon className="fw-path__mark" />}
            <span>{step.label}</span>
            <span className="ds-u-visibility--screen-reader">{WORDS[step.state]}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const WORDS: Readonly<Record<PathStep['state'], string>> = {
  done: ' (done)',
  current: ' (current)',
  ahead: ' (to come)',
  left: ' (not reached or left)',
};
