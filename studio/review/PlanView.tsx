import type { DecidedConflict, DeployPlan } from '../../platform/deploy/deploy-result.ts';
import { countOf, describeElement, propertyLabel } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';
import { ChangeList } from './ChangeList.tsx';
import { propertyText } from './changes.ts';
import { TableSteps } from './TableSteps.tsx';

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
      {(plan.decisions ?? []).length > 0 && <DecidedList decisions={plan.decisions ?? []} />}
      <section className="st-block">
        <h2>What happens to the data</h2>
        {plan.steps.length + plan.records.length === 0 && (
          <p className="st-empty">Nothing: tables and records stay as they are.</p>
        )}
        <TableSteps plan={plan} />
        {plan.records.length > 0 && (
          <ul className="st-steps">
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

/** How conflicts between a package and an admin were decided. */
function DecidedList({ decisions }: { readonly decisions: readonly DecidedConflict[] }) {
  const state = useStudio();
  return (
    <section className="st-block">
      <h2>How conflicts were decided</h2>
      <ul className="st-overlaps">
        {decisions.map(({ element, property, theirs, ours, by, choose, decidedBy }) => (
          <li key={`${element} ${property ?? ''}`}>
            <strong>{describeElement(element, state.elements.byId)}</strong>
            {property !== undefined && `: ${propertyLabel(property)}`}.{' '}
            {choose === 'ours' ? `Kept what ${by} made of it` : `Took the package’s in place of what ${by} made of it`}
            {property !== undefined &&
              `: ${propertyText(state, element, choose === 'ours' ? ours : theirs)} instead of ${propertyText(state, element, choose === 'ours' ? theirs : ours)}`}{' '}
            ({decidedBy}).
          </li>
        ))}
      </ul>
    </section>
  );
}
