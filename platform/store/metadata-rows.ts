import type { Json, JsonObject } from '../json.ts';
import { equalJson } from '../layers/equal-json.ts';
import type { OrgLayer, PropertyChange, Removal } from '../layers/org-layer.ts';
import type { Share } from '../packages/component.ts';
import { type Element, type ElementId, ORG, type Package, SYSTEM_PACKAGE } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import { componentOf, createShare, ElementMap, elementsThatDiffer } from '../packages/element-map.ts';

/** The metadata of an org as stored: what its packages said last, and what its admins made of it. */
export interface StoredMetadata {
  /** In dependency order. */
  readonly packages: readonly Package[];
  /** Elements that the latest version of their package has no more, and that nobody removed. They are in `packages` still. */
  readonly kept: ReadonlySet<ElementId>;
  readonly org: OrgLayer;
  /** Digests of packages that a rollback took back, so that the next start does not bring them in again. */
  readonly withdrawn: ReadonlyMap<string, string>;
}

export type MetadataPart = 'package' | 'element' | 'customization' | 'withdrawn';

/** One row of the metadata table. */
export interface MetadataRow {
  readonly part: MetadataPart;
  readonly key: string;
  readonly value: Json;
}

/** How one row differs; absent: there is no such row. */
export interface MetadataRowChange {
  readonly part: MetadataPart;
  readonly key: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** The rows that stand for stored metadata. */
export function toRows({ packages, kept, org, withdrawn }: StoredMetadata): MetadataRow[] {
  return [
    ...packages.map(packageRow),
    ...packages.flatMap(({ elements }) => elementRows(elements, kept)),
    ...customizationRows(org),
    ...withdrawnRows(withdrawn),
  ];
}

/** The metadata that rows stand for. */
export function fromRows(rows: Iterable<MetadataRow>): StoredMetadata {
  const byPart = Map.groupBy(rows, ({ part }) => part);
  const share = createShare();
  const elements = (byPart.get('element') ?? []).map(({ key, value }) => {
    const { element, isKept } = readElement(key, value);
    return { element: { ...element, properties: withSharedTexts(element.properties, share) }, isKept };
  });
  const byOwner = Map.groupBy(elements, ({ element }) => element.owner);
  const packages = (byPart.get('package') ?? []).map(({ key, value }) => {
    const own = byOwner.get(key)?.map(({ element }) => element) ?? [];
    return readPackage(key, value, ElementMap.from(own, share));
  });
  return {
    packages: sortByDependency(packages),
    kept: new Set(elements.filter(({ isKept }) => isKept).map(({ element }) => element.id)),
    org: readCustomizations(byPart.get('customization') ?? []),
    withdrawn: new Map((byPart.get('withdrawn') ?? []).map(({ key, value }) => [key, String(value)])),
  };
}

/** The rows in which two states of the metadata differ. What both share is not looked at. */
export function diffMetadata(before: StoredMetadata, after: StoredMetadata): MetadataRowChange[] {
  const [old, fresh] = rowsUnlike(before, after);
  const gone = [...old].filter(([name]) => !fresh.has(name)).map(([, row]) => row);
  const changed = [...fresh].filter(([name, row]) => !equalJson(old.get(name)?.value, row.value));
  return [
    ...gone.map(({ part, key, value }) => ({ part, key, before: value })),
    ...changed.map(([name, { part, key, value }]) => {
      const was = old.get(name);
      return { part, key, ...(was ? { before: was.value } : {}), after: value };
    }),
  ];
}

/** The metadata after some of its rows changed. It shares all else with what it was before. */
export function applyChanges(metadata: StoredMetadata, changes: readonly MetadataRowChange[]): StoredMetadata {
  const of = (part: MetadataPart) => changes.filter((change) => change.part === part);
  const [kept, withdrawn] = [new Set(metadata.kept), new Map(metadata.withdrawn)];
  for (const { key, after } of of('element')) {
    if (after !== undefined && readElement(key, after).isKept) kept.add(key);
    else kept.delete(key);
  }
  for (const { key, after } of of('withdrawn')) {
    if (after === undefined) withdrawn.delete(key);
    else withdrawn.set(key, String(after));
  }
  return {
    packages: changedPackages(metadata.packages, of('package'), of('element')),
    kept,
    org: changedLayer(metadata.org, of('customization')),
    withdrawn,
  };
}

/** Names of the objects that some changed rows are about: those whose tables and columns may differ. */
export function objectsIn(changes: readonly MetadataRowChange[]): string[] {
  const ids = changes.flatMap(({ part, key }) => {
    if (part === 'element') return [key];
    return part === 'customization' ? [(JSON.parse(key) as string[])[1] ?? ''] : []; // written by customizationRows
  });
  const addresses = ids.map((id) => parseElementId(componentOf(id)));
  const names = addresses.flatMap((each) => {
    if (each?.kind !== 'object' && each?.kind !== 'field') return [];
    return [each.component.split('.', 1)[0] ?? ''];
  });
  return [...new Set(names)];
}

/** What a row of the metadata holds; undefined where there is no such row. */
export function readRow(metadata: StoredMetadata, { part, key }: Pick<MetadataRow, 'part' | 'key'>): Json | undefined {
  const { packages, kept, org, withdrawn } = metadata;
  switch (part) {
    case 'package': {
      const found = packages.find(({ name }) => name === key);
      return found && packageValue(found);
    }
    case 'element': {
      const element = packages.map(({ elements }) => elements.get(key)).findLast((each) => each !== undefined);
      return element && elementRow(element, kept).value;
    }
    case 'customization': {
      const [change, id = '', property = ''] = JSON.parse(key) as string[]; // written by customizationRows
      return customizationRows(onlyOf(org, id)).find((row) => row.key === JSON.stringify(keyOf(change, id, property)))
        ?.value;
    }
    case 'withdrawn':
      return withdrawn.get(key);
  }
}

/** Packages so that each stands after those it depends on; names decide where that leaves a choice. */
export function sortByDependency(packages: readonly Package[]): Package[] {
  const byName = new Map(packages.map((item) => [item.name, item]));
  const sorted = new Map<string, Package>();
  const visit = (item: Package, trail: ReadonlySet<string>): void => {
    if (sorted.has(item.name) || trail.has(item.name)) return;
    const below = item.dependencies.flatMap((name) => byName.get(name) ?? []);
    for (const dependency of below.sort(byNameOf)) visit(dependency, new Set([...trail, item.name]));
    sorted.set(item.name, item);
  };
  const system = packages.filter(({ name }) => name === SYSTEM_PACKAGE);
  for (const item of [...system, ...[...packages].sort(byNameOf)]) visit(item, new Set());
  return [...sorted.values()];
}

/** Rows by name, of all in which two states may differ, as each has them. */
function rowsUnlike(before: StoredMetadata, after: StoredMetadata): readonly [RowMap, RowMap] {
  const names = new Set([...before.packages, ...after.packages].map(({ name }) => name));
  const pairs = [...names].map((name) => [packageOf(before, name), packageOf(after, name)] as const);
  const differing = pairs
    .filter(([was, is]) => was !== is)
    .map(([was, is]) => elementsThatDiffer(elementsOf(was), elementsOf(is)));
  const [layerBefore, layerAfter] = layersUnlike(before.org, after.org);
  const [keptBefore, keptAfter] = [keptUnlike(before, after), keptUnlike(after, before)];
  return [
    byName([
      pairs.flatMap(([was, is]) => (was && was !== is ? packageRow(was) : [])),
      ...differing.map((each) => elementRows(each.before, before.kept)),
      ...[keptBefore, customizationRows(layerBefore), withdrawnRows(before.withdrawn)],
    ]),
    byName([
      pairs.flatMap(([was, is]) => (is && was !== is ? packageRow(is) : [])),
      ...differing.map((each) => elementRows(each.after, after.kept)),
      ...[keptAfter, customizationRows(layerAfter), withdrawnRows(after.withdrawn)],
    ]),
  ];
}

type RowMap = ReadonlyMap<string, MetadataRow>;

function packageOf({ packages }: StoredMetadata, name: string): Package | undefined {
  return packages.find((each) => each.name === name);
}

function elementsOf(item: Package | undefined): ElementMap {
  return ElementMap.of(item?.elements ?? NONE);
}

const NONE: ReadonlyMap<ElementId, Element> = new Map();

function byName(lists: readonly (readonly MetadataRow[])[]): RowMap {
  const rows = new Map<string, MetadataRow>();
  for (const list of lists) for (const row of list) rows.set(`${row.part} ${row.key}`, row);
  return rows;
}

/** Rows of the elements that are kept in one of two states alone, as one of them has them. */
function keptUnlike(one: StoredMetadata, other: StoredMetadata): MetadataRow[] {
  const ids = [...new Set([...one.kept, ...other.kept])].filter((id) => one.kept.has(id) !== other.kept.has(id));
  const elements = ids.flatMap((id) => one.packages.flatMap((each) => each.elements.get(id) ?? []));
  return elements.map((element) => elementRow(element, one.kept));
}

/** What two states of the org's layer say, each of which the other does not hold the very same. */
function layersUnlike(before: OrgLayer, after: OrgLayer): readonly [OrgLayer, OrgLayer] {
  const unlike = (one: OrgLayer, other: OrgLayer): OrgLayer => ({
    added: entriesUnlike(one.added, other.added),
    changed: entriesUnlike(one.changed, other.changed),
    removed: entriesUnlike(one.removed, other.removed),
  });
  return [unlike(before, after), unlike(after, before)];
}

function entriesUnlike<T>(one: ReadonlyMap<ElementId, T>, other: ReadonlyMap<ElementId, T>): Map<ElementId, T> {
  return new Map([...one].filter(([id, value]) => other.get(id) !== value));
}

function changedPackages(
  before: readonly Package[],
  packages: readonly MetadataRowChange[],
  elements: readonly MetadataRowChange[],
): readonly Package[] {
  if (packages.length + elements.length === 0) return before;
  const byPackage = new Map(before.map((each) => [each.name, each]));
  for (const { key, after } of packages) {
    if (after === undefined) byPackage.delete(key);
    else byPackage.set(key, readPackage(key, after, byPackage.get(key)?.elements ?? NONE));
  }
  for (const [name, changes] of elementsByPackage(elements)) {
    const item = byPackage.get(name);
    if (item !== undefined) byPackage.set(name, { ...item, elements: ElementMap.of(item.elements).patched(changes) });
  }
  return sortByDependency([...byPackage.values()]);
}

/** What becomes of elements, by the package that has or had them: one that another package has now leaves the first. */
function elementsByPackage(
  changes: readonly MetadataRowChange[],
): ReadonlyMap<string, ReadonlyMap<ElementId, Element | undefined>> {
  const byPackage = new Map<string, Map<ElementId, Element | undefined>>();
  const put = (name: string, id: ElementId, element: Element | undefined) =>
    byPackage.set(name, (byPackage.get(name) ?? new Map<ElementId, Element | undefined>()).set(id, element));
  for (const { key, before, after } of changes) {
    if (before !== undefined) put(readElement(key, before).element.owner, key, undefined);
    if (after === undefined) continue;
    const { element } = readElement(key, after);
    put(element.owner, key, element);
  }
  return byPackage;
}

function changedLayer(org: OrgLayer, changes: readonly MetadataRowChange[]): OrgLayer {
  if (changes.length === 0) return org;
  const [added, changed, removed] = [new Map(org.added), new Map(org.changed), new Map(org.removed)];
  for (const { key, after } of changes) {
    const [change, id = '', property = ''] = JSON.parse(key) as string[]; // written by customizationRows
    if (change === 'changed') {
      const { [property]: _, ...others } = changed.get(id) ?? {};
      const all = after === undefined ? others : { ...others, [property]: after as never as PropertyChange }; // as written
      if (Object.keys(all).length === 0) changed.delete(id);
      else changed.set(id, all);
      continue;
    }
    const fresh = after === undefined ? undefined : readCustomizations([{ part: 'customization', key, value: after }]);
    if (change === 'added') replace(added, id, fresh?.added.get(id));
    if (change === 'removed') replace(removed, id, fresh?.removed.get(id));
  }
  return { added, changed, removed };
}

function replace<T>(map: Map<ElementId, T>, id: ElementId, value: T | undefined): void {
  if (value === undefined) map.delete(id);
  else map.set(id, value);
}

/** What the org's layer says of one element. */
function onlyOf({ added, changed, removed }: OrgLayer, id: ElementId): OrgLayer {
  const only = <T>(map: ReadonlyMap<ElementId, T>): Map<ElementId, T> => {
    const value = map.get(id);
    return new Map(value === undefined ? [] : [[id, value]]);
  };
  return { added: only(added), changed: only(changed), removed: only(removed) };
}

function keyOf(change: string | undefined, id: ElementId, property: string): string[] {
  return change === 'changed' ? [change, id, property] : [change ?? '', id];
}

function byNameOf(one: Package, other: Package): number {
  return one.name < other.name ? -1 : 1;
}

function packageRow(item: Package): MetadataRow {
  return { part: 'package', key: item.name, value: packageValue(item) };
}

function elementRows(elements: ReadonlyMap<ElementId, Element>, kept: ReadonlySet<ElementId>): MetadataRow[] {
  return [...elements.values()].map((element) => elementRow(element, kept));
}

function withdrawnRows(withdrawn: StoredMetadata['withdrawn']): MetadataRow[] {
  return [...withdrawn].map(([key, value]) => ({ part: 'withdrawn', key, value }));
}

function packageValue({ version, label, description, dependencies, ranges, manifest, digest }: Package): JsonObject {
  const whole = manifest === undefined ? {} : { manifest };
  return { version, label, description, dependencies, ...(ranges ? { ranges } : {}), ...whole, digest };
}

/** Where an element was read is not stored: it says nothing about the metadata, and differs from machine to machine. */
function elementRow(element: Element, kept: ReadonlySet<ElementId>): MetadataRow {
  const { id, kind, component, path, owner, properties } = element;
  const rest = { ...firstNameOf(element), ...(kept.has(id) ? { kept: true } : {}) };
  return { part: 'element', key: id, value: { package: owner, kind, component, path, properties, ...rest } };
}

function firstNameOf({ firstName }: Pick<Element, 'firstName'>): { firstName?: string } {
  return firstName === undefined ? {} : { firstName };
}

function customizationRows({ added, changed, removed }: OrgLayer): MetadataRow[] {
  const row = (value: JsonObject, ...key: string[]): MetadataRow => ({
    part: 'customization',
    key: JSON.stringify(key),
    value,
  });
  return [
    ...[...added].map(([id, { kind, component, path, properties, by, at, ...rest }]) =>
      row({ kind, component, path, properties, by, at, ...firstNameOf(rest) }, 'added', id),
    ),
    ...[...changed].flatMap(([id, changes]) =>
      Object.entries(changes).map(([property, change]) => row({ ...change }, 'changed', id, property)),
    ),
    ...[...removed].map(([id, { base, by, at }]) => row({ base, by, at }, 'removed', id)),
  ];
}

function readPackage(name: string, value: Json, elements: Package['elements']): Package {
  const stored = value as unknown as Omit<Package, 'name' | 'elements'>; // written by packageValue
  return { ...stored, name, elements };
}

function readElement(id: ElementId, value: Json): { element: Element; isKept: boolean } {
  const {
    package: owner,
    kept,
    ...rest
  } = value as unknown as Omit<Element, 'id' | 'owner'> & {
    package: string;
    kept?: boolean;
  }; // written by elementRow
  return { element: { ...rest, id, owner }, isKept: kept === true };
}

/** Types, names of objects and the like are said by every field anew. */
function withSharedTexts(properties: Element['properties'], { text }: Share): Element['properties'] {
  const shared: Record<string, Json> = properties; // just read: nobody else has it yet
  for (const name in shared) {
    const value = shared[name];
    if (typeof value === 'string' && value.length <= LONGEST_SHARED) shared[name] = text(value);
  }
  return shared;
}

const LONGEST_SHARED = 24;

function readCustomizations(rows: readonly MetadataRow[]): OrgLayer {
  const added = new Map<ElementId, Element & { by: string; at: string }>();
  const changed = new Map<ElementId, Record<string, PropertyChange>>();
  const removed = new Map<ElementId, Removal>();
  for (const { key, value } of rows) {
    const [change, id = '', property = ''] = JSON.parse(key) as string[]; // written by customizationRows, as are the values
    if (change === 'added')
      added.set(id, { ...(value as never as Element & { by: string; at: string }), id, owner: ORG });
    if (change === 'removed') removed.set(id, value as never as Removal);
    if (change === 'changed') {
      const changes = changed.get(id) ?? Object.create(null);
      changed.set(id, changes);
      changes[property] = value as never as PropertyChange;
    }
  }
  return { added, changed, removed };
}
