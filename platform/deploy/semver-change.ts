import semver from 'semver';
import { findRenames } from '../layers/find-renames.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { elementId, parentId } from '../packages/element-id.ts';
import { changeClasses, type ElementClass } from './change-classes.ts';
import type { ChangeLevel, Verdict } from './change-rules.ts';
import type { ElementChange } from './deploy-result.ts';
import { diffElements } from './diff-elements.ts';

/** One change of a package, with what it asks of the next version. */
export interface ChangeReason {
  readonly level: ChangeLevel;
  /** What changed, as people call it. */
  readonly label: string;
  readonly element?: ElementId;
  readonly property?: string;
  /** What happened and why it counts as it does, without the label. */
  readonly message: string;
}

/** How a package changed between two versions. */
export interface SemverChange {
  readonly package: string;
  readonly before: string;
  readonly after: string;
  /** 'none' where the packages say the same. */
  readonly level: ChangeLevel | 'none';
  /** The lowest version that the change may have. */
  readonly needs: string;
  readonly isEnough: boolean;
  /** All changes, those that ask for most first. */
  readonly reasons: readonly ChangeReason[];
}

/** What version a package needs, by what changed since another version of it. Pure. */
export function semverChange(before: Package, after: Package): SemverChange {
  const reasons = [...reasonsOfDependencies(before, after), ...reasonsOfWords(before, after)];
  for (const change of diffElements(before.elements, after.elements, findRenames(before.elements, after.elements)))
    reasons.push(...reasonsOf(change, before.elements, after.elements));
  reasons.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const level = reasons[0]?.level ?? 'none';
  const needs = neededVersion(before.version, level);
  const isEnough = level === 'none' || semver.compare(releaseOf(after.version), needs) >= 0;
  return { package: after.name, before: before.version, after: after.version, level, needs, isEnough, reasons };
}

/**
 * The lowest version that a change may have. Below 1.0.0 the numbers stand one place further to the right, as in npm's
 * ranges: ^0.2.3 takes 0.2.4 and not 0.3.0, and ^0.0.3 takes nothing else.
 */
export function neededVersion(version: string, level: ChangeLevel | 'none'): string {
  if (level === 'none') return version;
  const { major, minor, prerelease } = semver.parse(version) ?? { major: 0, minor: 0, prerelease: [] };
  // A prerelease promises nothing: its release may be anything.
  if (prerelease.length > 0) return releaseOf(version);
  const step = major > 0 ? level : minor > 0 && level === 'major' ? 'minor' : 'patch';
  return semver.inc(version, step) ?? version;
}

const LEVELS: readonly ChangeLevel[] = ['major', 'minor', 'patch'];

/** A prerelease counts as the release that it leads to. */
function releaseOf(version: string): string {
  return version.replace(/[-+].*$/, '');
}

type Elements = ReadonlyMap<ElementId, Element>;

function reasonsOf(change: ElementChange, before: Elements, after: Elements): ChangeReason[] {
  const { element, label } = change;
  const [from, to] = [before.get(element), after.get(element)];
  const subject = to ?? from;
  if (!subject) return [];
  const found = classOf(subject);
  const reason = ({ level, because }: Verdict, message: string, property?: string): ChangeReason => ({
    level,
    label,
    element,
    ...(property === undefined ? {} : { property }),
    message: because === undefined ? message : `${message}: ${because}`,
  });
  if (change.change === 'renamed') return [reason(RENAMED, `renamed from ${change.from}`)];
  if (change.change === 'moved') return [reason({ level: 'patch' }, `moved from ${change.from}`)];
  if (from && to) {
    return change.properties.map(({ property: name, before: was, after: is }) => {
      const rule = (found && Object.hasOwn(found.properties, name) && found.properties[name]) || found?.anyProperty;
      const verdict = rule ? rule({ name, before: was, after: is, from, to, elements: after }) : UNCLASSIFIED;
      return reason(verdict, `"${name}" ${inWords(was)} → ${inWords(is)}`, name);
    });
  }
  // What comes or goes with what it belongs to is told with that.
  const [there, notThere] = to ? [after, before] : [before, after];
  const isWithContainer = containersOf(subject).some((id) => there.has(id) && !notThere.has(id));
  if (isWithContainer) return [];
  if (to) return [reason(found?.added(to) ?? UNCLASSIFIED, 'added')];
  return [reason(found?.removed ?? UNCLASSIFIED, 'removed')];
}

const RENAMED: Verdict = { level: 'major', because: 'what names it finds it no more' };
const UNCLASSIFIED: Verdict = { level: 'major', because: 'nothing is known of it' };

/** What an element belongs to: the item and component around it; of a part of an object, the object. */
function containersOf(element: Element): ElementId[] {
  const [object = '', part] = element.component.split('.');
  const container = part === undefined ? [] : [elementId({ kind: 'object', component: object, path: [] })];
  for (let id = parentId(element.id); id !== undefined; id = parentId(id)) container.push(id);
  return container;
}

function classOf({ kind, path }: Element): ElementClass | undefined {
  const collections = path.filter((_, index) => index % 2 === 0);
  return collections.reduce<ElementClass | undefined>((found, name) => found?.items?.[name], changeClasses[kind]);
}

function reasonsOfWords(before: Package, after: Package): ChangeReason[] {
  return (['label', 'description'] as const)
    .filter((property) => before[property] !== after[property])
    .map((property) => ({
      level: 'patch',
      label: `Package ${after.name}`,
      property,
      message: `"${property}" changed`,
    }));
}

/** Who installs the package installs its dependencies: a range that no version of the old one fits breaks others. */
function reasonsOfDependencies(before: Package, after: Package): ChangeReason[] {
  const names = [...new Set([...before.dependencies, ...after.dependencies])].sort();
  return names.flatMap((name): ChangeReason[] => {
    const [was, is] = [rangeOf(before, name), rangeOf(after, name)];
    if (was === is) return [];
    const label = `Dependency ${name}`;
    if (was === undefined) return [{ level: 'minor', label, message: `added: ${is}` }];
    if (is === undefined) {
      const message = 'removed: packages that reached it through this one reach it no more';
      return [{ level: 'major', label, message }];
    }
    // A folder or an address names no versions: whether the old one fits, nobody can tell.
    if ([was, is].some((range) => semver.validRange(range) === null))
      return [{ level: 'minor', label, message: `${was} → ${is}` }];
    const isCompatible = semver.intersects(was, is, { includePrerelease: true });
    const message = `${was} → ${is}${isCompatible ? '' : ': no version fits both'}`;
    return [{ level: isCompatible ? 'minor' : 'major', label, message }];
  });
}

function rangeOf({ dependencies, ranges }: Package, name: string): string | undefined {
  return dependencies.includes(name) ? (ranges?.[name] ?? '*') : undefined;
}

function inWords(value: unknown): string {
  const text = value === undefined ? '(nothing)' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
