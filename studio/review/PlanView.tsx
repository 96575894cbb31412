import type { DeployPlan } from '../../platform/deploy/deploy-result.ts';
import { countOf } from '../draft/words.ts';
import { ChangeList } from './ChangeList.tsx';

/** What a deploy does or did: elements, tables and columns, records. */
export function PlanView({ plan }: { readonly plan: DeployPlan }) {
  return (
    <>
      <section className="st-block">
        <h2>What changes</h2>
        {plan.elements.length === 0 ? (
          <p className="st-empty">No metadata changes.</p>
        ) : (
          <ChangeList changes={plan.elements} />
        )}
      </section>
      <section className="st-block">
        <h2>What happens to the data</h2>
        {plan.steps.length + plan.records.length === 0 ? (
          <p className="st-empty">Nothing: tables and records stay as they are.</p>
        ) : (
          <ul className="st-steps">
            {plan.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
            {plan.records.map(({ object, count }) => (
              <li key={object}>
                Save {countOf(count, 'record')} of {object}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
