import { memo, type ReactNode, useDeferredValue, useState } from 'react';
import { Link, matchPath, useLocation } from 'react-router';
import { kinds } from '../../platform/kinds/index.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import { nameOf, objectOf } from '../draft/element-id.ts';
import { type Elements, type StudioElement, textOf } from '../draft/elements.ts';
import { labelOf, namesakesOf } from '../draft/words.ts';
import { elementPath, studioPaths } from '../paths.ts';
import { StudioContext, useStudio } from '../state/studio-context.ts';
import { Icon } from '../ui/Icon.tsx';
import { Marks } from './Marks.tsx';

/** Parts of an object, as its branch shows them. */
const PARTS = ['field', 'validationRule', 'action', 'listView'] as const;
/** What stands beside the objects. */
const OTHERS = ['app', 'permissionSet', 'role', 'sharingRule', 'data', 'scenario'] as const;
/** Kinds that only developers add to. */
const MADE_ELSEWHERE: ReadonlySet<KindName> = new Set(['data']);

/** Everything there is: objects with their parts, then the rest by kind. It follows the draft once typing rests. */
export function Structure() {
  const state = useDeferredValue(useStudio());
  return (
    <StudioContext value={state}>
      <StructureNav />
    </StudioContext>
  );
}

const StructureNav = memo(function StructureNav() {
  const { elements } = useStudio();
  const current = useCurrent();
  return (
    <nav className="st-structure" aria-label="Structure">
      <Group title="Objects" action={<NewLink kind="object" />}>
        {byLabel(elements, elements.components('object')).map((object) => (
          <ObjectBranch key={object.id} object={object} isCurrent={current.object === object.component} />
        ))}
      </Group>
      {OTHERS.map((kind) => (
        <KindBranch key={kind} kind={kind} isCurrent={current.kind === kind} />
      ))}
      <PackageBranch isCurrent={current.kind === 'package'} />
    </nav>
  );
});

/** People look for names, not for API names. */
function byLabel({ byId }: Elements, components: readonly StudioElement[]): readonly StudioElement[] {
  return [...components].sort((a, b) => labelOf(a.id, byId).localeCompare(labelOf(b.id, byId)));
}

function Group({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="st-structure__group">
      <div className="st-structure__heading">
        <h2>{title}</h2>
        {action}
      </div>
      <ul>{children}</ul>
    </section>
  );
}

function ObjectBranch({ object, isCurrent }: { readonly object: StudioElement; readonly isCurrent: boolean }) {
  const { elements } = useStudio();
  const label = labelOf(object.id, elements.byId);
  const pages = elements.components('page').filter((page) => textOf(page, 'object') === object.component);
  return (
    <Branch label={label} within={object.component} isCurrent={isCurrent} link={<ComponentLink element={object} />}>
      {PARTS.map((kind) => (
        <PartBranch key={kind} kind={kind} parts={elements.partsOf(object.component, kind)} />
      ))}
      {pages.map((page) => (
        <li key={page.id}>
          <ComponentLink element={page} />
        </li>
      ))}
    </Branch>
  );
}

function PartBranch({ kind, parts }: { readonly kind: KindName; readonly parts: readonly StudioElement[] }) {
  const { elements } = useStudio();
  const current = useCurrent();
  if (parts.length === 0) return null;
  const isCurrent = current.kind === kind && parts.some((part) => part.component === current.component);
  const { pluralLabel } = kinds[kind];
  const namesakes = namesakesOf(parts, elements.byId);
  return (
    <Branch label={pluralLabel} count={parts.length} isCurrent={isCurrent}>
      {parts.map((part) => (
        <li key={part.id}>
          <ComponentLink element={part} isNamesake={namesakes.has(part.id)} />
        </li>
      ))}
    </Branch>
  );
}

function KindBranch({ kind, isCurrent }: { readonly kind: (typeof OTHERS)[number]; readonly isCurrent: boolean }) {
  const { elements } = useStudio();
  const parts = byLabel(elements, elements.components(kind));
  if (parts.length === 0 && MADE_ELSEWHERE.has(kind)) return null;
  return (
    <section className="st-structure__group">
      <ul>
        <Branch
          label={kinds[kind].pluralLabel}
          count={parts.length}
          isCurrent={isCurrent}
          isHeading
          action={!MADE_ELSEWHERE.has(kind) && <NewLink kind={kind} />}
        >
          {parts.map((part) => (
            <li key={part.id}>
              <ComponentLink element={part} />
            </li>
          ))}
        </Branch>
      </ul>
    </section>
  );
}

function PackageBranch({ isCurrent }: { readonly isCurrent: boolean }) {
  const { model } = useStudio();
  const current = useCurrent();
  return (
    <section className="st-structure__group">
      <ul>
        <Branch label={kinds.package.pluralLabel} count={model.packages.length} isCurrent={isCurrent} isHeading>
          {model.packages.map(({ name, label }) => (
            <li key={name}>
              <Link
                className="st-structure__link"
                to={studioPaths.component('package', name)}
                aria-current={isCurrent && current.component === name ? 'page' : undefined}
              >
                <Icon name="package" />
                <span className="st-structure__label">{label}</span>
              </Link>
            </li>
          ))}
        </Branch>
      </ul>
    </section>
  );
}

interface BranchProps {
  readonly label: string;
  readonly within?: string;
  readonly count?: number;
  readonly isCurrent: boolean;
  readonly isHeading?: boolean;
  /** Where the branch itself leads; without it the label opens and closes it. */
  readonly link?: ReactNode;
  /** What can be done with the branch as a whole. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** Opens by itself where the page shown lies in it; what a person opened or closed stays so. */
function Branch({ label, within, count, isCurrent, isHeading = false, link, action, children }: BranchProps) {
  const [choice, setChoice] = useState<boolean>();
  const isOpen = choice ?? isCurrent;
  const toggle = () => setChoice(!isOpen);
  return (
    <li className={isHeading ? 'st-branch st-branch--heading' : 'st-branch'}>
      <div className="st-branch__row">
        <button type="button" className="st-branch__toggle" aria-expanded={isOpen} onClick={toggle}>
          <Icon name="chevron" />
          <span className={link ? 'ds-u-visibility--screen-reader' : ''}>
            {link ? `Parts of ${label}${within === undefined ? '' : ` (${within})`}` : label}
          </span>
          {count !== undefined && <span className="st-count">{count}</span>}
        </button>
        {link}
        {action}
      </div>
      {isOpen && <ul className="st-branch__items">{children}</ul>}
    </li>
  );
}

interface ComponentLinkProps {
  readonly element: StudioElement;
  /** Another one beside it has the same label: the API name tells them apart. */
  readonly isNamesake?: boolean;
}

function ComponentLink({ element, isNamesake = false }: ComponentLinkProps) {
  const { elements } = useStudio();
  const current = useCurrent();
  const isCurrent = current.kind === element.kind && current.component === element.component;
  return (
    <Link className="st-structure__link" to={elementPath(element.id)} aria-current={isCurrent ? 'page' : undefined}>
      <Icon name={element.kind} />
      <span className="st-structure__label">
        {labelOf(element.id, elements.byId)}
        {isNamesake && <span className="st-results__where">{nameOf(element.component)}</span>}
      </span>
      <Marks id={element.id} />
    </Link>
  );
}

function NewLink({ kind }: { readonly kind: KindName }) {
  return (
    <Link
      className="st-structure__new"
      to={studioPaths.create(kind)}
      aria-label={`New ${kinds[kind].label.toLowerCase()}`}
    >
      <Icon name="add" />
    </Link>
  );
}

/** The component on the canvas and the object that it belongs to. */
function useCurrent(): { kind?: string; component?: string; object?: string } {
  const { elements } = useStudio();
  const { pathname } = useLocation();
  const { kind, component } = matchPath('/studio/:kind/:component', pathname)?.params ?? {};
  if (kind === undefined || component === undefined) return {};
  const object =
    kind === 'page' ? textOf(elements.byId.get(`page:${component}`), 'object') : objectOf(kind as KindName, component); // An unknown kind belongs to no object.
  return { kind, component, ...(object !== undefined && { object }) };
}
