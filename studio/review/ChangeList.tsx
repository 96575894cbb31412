import { useState } from 'react';
import { Link } from 'react-router';
import type { ElementChange } from '../../platform/deploy/deploy-result.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { parentId } from '../../platform/packages/element-id.ts';
import { addressOf, nameOf } from '../draft/element-id.ts';
import { capital, describeElement, itemLabelOf, propertyLabel } from '../draft/words.ts';
import { itemLabel } from '../editors/item-label.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { byComponent, propertyText, rightsWords, type ToldChange } from './changes.ts';

const WORDS: Readonly<Record<ToldChange['what'], string>> = {
  added: 'Added',
  changed: 'Changed',
  removed: 'Removed',
  moved: 'Moved',
  renamed: 'Renamed',
};

/** More than one reads at a time; a first deploy brings hundreds. */
const SHOWN = 40;

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
            <ComponentLine component={component} change={own.find((one) => one.element === component)} />
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

interface ComponentLineProps {
  readonly component: ElementId;
  /** How the component itself changed; undefined where only its parts did. */
  readonly change: ToldChange | undefined;
}

function ComponentLine({ component, change }: ComponentLineProps) {
  const { elements, live } = useStudio();
  const known = elements.byId.has(component) ? elements : live;
  const what = change?.what ?? 'changed';
  const isKnown = known.byId.has(component);
  const label = isKnown ? describeElement(component, known.byId) : (change?.label ?? component);
  return (
    <p className="st-change__head">
      <span className={`st-badge st-badge--${what}`}>{WORDS[what]}</span>
      {isKnown ? <Link to={elementPath(component)}>{label}</Link> : <strong>{label}</strong>}
      {change?.what === 'renamed' && change.from !== undefined && ` from ${nameOf(addressOf(change.from).component)}`}
    </p>
  );
}

function PartLine({ change, isComponent }: { readonly change: ToldChange; readonly isComponent: boolean }) {
  if (isComponent && change.properties.length === 0) return null;
  return (
    <li>
      {!isComponent && <PartName change={change} />}
      {change.properties.length > 0 && rightsWords(change) === undefined && <Properties change={change} />}
    </li>
  );
}

function PartName({ change }: { readonly change: ToldChange }) {
  const { elements, live, catalog } = useStudio();
  const { kind, path } = addressOf(change.element);
  const name = (id: ElementId) => itemLabel({ catalog, elements: elements.byId.has(id) ? elements : live }, id);
  const parent = path.length > 2 ? parentId(change.element) : undefined;
  const former = change.what === 'moved' && change.from !== undefined ? parentId(change.from) : undefined;
  return (
    <p className="st-change__part">
      <span className={`st-badge st-badge--${change.what}`}>{WORDS[change.what]}</span>
      <span>
        {capital(itemLabelOf(kind, path))} <strong>{name(change.element)}</strong>
        {change.what === 'renamed' && change.from !== undefined && ` from ${addressOf(change.from).path.at(-1)}`}
        {former !== undefined && ` from ${name(former)}`}
        {rightsWords(change) !== undefined && `: ${rightsWords(change)}`}
        {parent !== undefined && `${former === undefined ? ' in' : ' to'} ${name(parent)}`}
      </span>
    </p>
  );
}

function Properties({ change }: { readonly change: ToldChange }) {
  const state = useStudio();
  return (
    <dl className="st-diff">
      {change.properties.map(({ property, before, after }) => (
        <div key={property}>
          <dt>{propertyLabel(property)}</dt>
          <dd>
            {change.what !== 'added' && (
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
  );
}
