import type { DeployPlan } from '../../platform/deploy/deploy-result.ts';
import { isFelt, workInWords } from '../../platform/physical/work-in-words.ts';

/** What a deploy does to tables: of large ones also when it does it, how long that takes, and what waits meanwhile. */
export function TableSteps({ plan: { steps, work = [] } }: { readonly plan: DeployPlan }) {
  if (isFelt(work)) return <Phases work={work} />;
  if (steps.length === 0) return null;
  return (
    <ul className="st-steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ul>
  );
}

function Phases({ work }: { readonly work: NonNullable<DeployPlan['work']> }) {
  return workInWords(work).map(({ phase, heading, summary, items }) => (
    <div key={phase} className="st-phase">
      <h3>{heading}</h3>
      <p>{summary}.</p>
      <ul className="st-steps">
        {items.map(({ words, detail }) => (
          <li key={words}>
            {words}
            {detail && <span className="st-phase__detail"> ({detail})</span>}
          </li>
        ))}
      </ul>
    </div>
  ));
}
