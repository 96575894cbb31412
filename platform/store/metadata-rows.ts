import type { Json, JsonObject } from '../json.ts';
import { equalJson } from '../layers/equal-json.ts';
import type { OrgLayer, PropertyChange, Removal } from '../layers/org-layer.ts';
import { type Element, type ElementId, ORG, type Package, SYSTEM_PACKAGE } from '../packages/element.ts';

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
    ...packages.map((item): MetadataRow => ({ part: 'package', key: item.name, value: packageValue(item) })),
    ...packages.flatMap(({ elements }) => [...elements.values()].map((element) => elementRow(element, kept))),
    ...customizationRows(org),
    ...[...withdrawn].map(([key, value]): MetadataRow => ({ part: 'withdrawn', key, value })),
  ];
}

/** The metadata that rows stand for. */
export function fromRows(rows: Iterable<MetadataRow>): StoredMetadata {
  const byPart = Map.groupBy(rows, ({ part }) => part);
  const elements = (byPart.get('element') ?? []).map(({ key, value }) => readElement(key, value));
  const byOwner = Map.groupBy(elements, ({ element }) => element.owner);
  const packages = (byPart.get('package') ?? []).map(({ key, value }) =>
    readPackage(key, value, byOwner.get(key)?.map(({ element }) => element) ?? []),
  );
  return {
    packages: sortByDependency(packages),
    kept: new Set(elements.filter(({ isKept }) => isKept).map(({ element }) => element.id)),
    org: readCustomizations(byPart.get('customization') ?? []),
    withdrawn: new Map((byPart.get('withdrawn') ?? []).map(({ key, value }) => [key, String(value)])),
  };
}

/** The rows in which two states of the metadata differ. */
export function diffRows(before: readonly MetadataRow[], after: readonly MetadataRow[]): MetadataRowChange[] {
  const name = ({ part, key }: MetadataRow) => `${part} ${key}`;
  const old = new Map(before.map((row) => [name(row), row]));
  const fresh = new Map(after.map((row) => [name(row), row]));
  const gone = before.filter((row) => !fresh.has(name(row)));
  const changed = after.filter((row) => !equalJson(old.get(name(row))?.value, row.value));
  return [
    ...gone.map(({ part, key, value }) => ({ part, key, before: value })),
    ...changed.map(({ part, key, value }) => {
      const was = old.get(name({ part, key, value }));
      return { part, key, ...(was ? { before: was.value } : {}), after: value };
    }),
  ];
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

function byNameOf(one: Package, other: Package): number {
  return one.name < other.name ? -1 : 1;
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

function readPackage(name: string, value: Json, elements: readonly Element[]): Package {
  const stored = value as unknown as Omit<Package, 'name' | 'elements'>; // written by packageValue
  return { ...stored, name, elements: new Map(elements.map((element) => [element.id, element])) };
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
