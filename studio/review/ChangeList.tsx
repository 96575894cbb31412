import { useState } from 'react';
import { Link } from 'react-router';
import type { ElementChange } from '../../platform/deploy/deploy-result.ts';
import { addressOf } from '../draft/element-id.ts';
import { capital, describeElement, itemLabelOf } from '../draft/words.ts';
import { itemLabel } from '../editors/item-label.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { byComponent, changedLabel, isMove, propertyText, toldProperties } from './changes.ts';

const WORDS: Readonly<Record<ElementChange['change'], string>> = {
  added: 'Added',
  changed: 'Changed',
  removed: 'Removed',
};

/** Differences between two versions, component by component, before and after. */
export function ChangeList({ changes }: { readonly changes: readonly ElementChange[] }) {
  const [isWhole, setWhole] = useState(false);
  const groups = byComponent(changes);
  const shown = isWhole ? groups : groups.slice(0, SHOWN);
  return (
    <>
      <ul className="st-changes">
        {shown.map(({ component, changes: own }) => (
          <li key={component} className="st-change">
            <ComponentLine component={component} changes={own} />
            <ul className="st-change__parts">
              {own.map((change) => (
                <PartLine key={change.element} change={change} isComponent={change.element === component} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {groups.length > shown.length && (
        <button type="button" className="st-link-button" onClick={() => setWhole(true)}>
          Show all {groups.length} components
        </button>
      )}
    </>
  );
}

/** More than one reads at a time; a first deploy brings hundreds. */
const SHOWN = 40;

function ComponentLine({
  component,
  changes,
}: {
  readonly component: string;
  readonly changes: readonly ElementChange[];
}) {
  const { elements, live } = useStudio();
  const own = changes.find((change) => change.element === component);
  const known = elements.byId.has(component) ? elements : live;
  const label = known.byId.has(component) ? describeElement(component, known.byId) : (own?.label ?? component);
  return (
    <p className="st-change__head">
      <span className={`st-badge st-badge--${own?.change ?? 'changed'}`}>{WORDS[own?.change ?? 'changed']}</span>
      {known.byId.has(component) ? <Link to={elementPath(component)}>{label}</Link> : <strong>{label}</strong>}
    </p>
  );
}

function PartLine({ change, isComponent }: { readonly change: ElementChange; readonly isComponent: boolean }) {
  const state = useStudio();
  const { elements, live, catalog } = state;
  const { kind, path } = addressOf(change.element);
  const known = elements.byId.has(change.element) ? elements : live;
  const name = known.byId.has(change.element)
    ? itemLabel({ catalog, elements: known }, change.element)
    : (path.at(-1) ?? change.label);
  const told = toldProperties(change);
  if (isComponent && told.length === 0) return null;
  return (
    <li>
      {!isComponent && (
        <p className="st-change__part">
          <span className={`st-badge st-badge--${change.change}`}>
            {isMove(change) ? 'Moved' : WORDS[change.change]}
          </span>
          {capital(itemLabelOf(kind, path))} <strong>{name}</strong>
        </p>
      )}
      {!isMove(change) && change.change !== 'removed' && told.length > 0 && (
        <dl className="st-diff">
          {told.map(({ property, before, after }) => (
            <div key={property}>
              <dt>{changedLabel(property)}</dt>
              <dd>
                {change.change === 'changed' && (
                  <>
                    <del>
                      <span className="ds-u-visibility--screen-reader">before: </span>
                      {propertyText(state, change.element, before)}
                    </del>{' '}
                    <span aria-hidden="true">→</span>{' '}
                  </>
                )}
                <ins>
                  <span className="ds-u-visibility--screen-reader">now: </span>
                  {propertyText(state, change.element, after)}
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
