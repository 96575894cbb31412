import type { TSchema } from 'typebox';
import type { Json } from '../../../platform/json.ts';
import { fieldSchemaOf } from '../../../platform/kinds/field/type-schema.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { type Collection, KIND_NAMES, type KindName } from '../../../platform/kinds/kind.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { type Edit, EMPTY_ORG_LAYER, type OrgLayer } from '../../../platform/layers/org-layer.ts';
import type { Element, Package } from '../../../platform/packages/element.ts';
import { elementId } from '../../../platform/packages/element-id.ts';
import { compileEffective, type Effective } from '../../../platform/store/effective.ts';
import type { StoredMetadata } from '../../../platform/store/metadata-rows.ts';

/** What an admin can do, at one place that the registry of kinds knows. */
export interface PlacedEdit {
  readonly kind: KindName;
  /** `page/sections/items`. */
  readonly place: string;
  readonly does: 'change' | 'unset' | 'remove' | 'add';
  readonly edit: Edit;
}

/** What can be done at the places of the registry: each kind, each collection. */
export function deedsOf(kind: KindName): string[] {
  const below = (collections: Readonly<Record<string, Collection>>, above: string): string[] =>
    Object.entries(collections).flatMap(([name, { item, collections: inner = {} }]) => {
      const place = `${above}/${name}`;
      // A right that is there or not has nothing to change.
      const isBare = item.properties !== undefined && Object.keys(item.properties).length === 0;
      return [`${place} add`, `${place} remove`, ...(isBare ? [] : [`${place} change`]), ...below(inner, place)];
    });
  return [`${kind} add`, `${kind} remove`, `${kind} change`, ...below(kinds[kind].collections, kind)];
}

/**
 * For each place, each property and each thing that an admin can do there, the first edit of a package that leaves it
 * sound.
 */
export function everyEdit(packages: readonly Package[], app: Package): PlacedEdit[] {
  const trial = new Trial(packages);
  const found = new Map<string, PlacedEdit>();
  for (const each of candidates(app)) {
    const property = each.edit.op === 'set' ? Object.keys(each.edit.properties).join() : propertyOf(each.edit);
    const what = `${each.place} ${each.does} ${each.does === 'add' ? '' : property}`;
    if (!found.has(what) && trial.holds([each.edit])) found.set(what, each);
  }
  return [...found.values()];
}

/** As many of some edits as can be made together, in their order. */
export function compatible(packages: readonly Package[], edits: readonly Edit[]): Edit[] {
  const trial = new Trial(packages);
  const made: Edit[] = [];
  for (const edit of edits) if (trial.holds([...made, edit])) made.push(edit);
  return made;
}

/** The org's layer after some edits. */
export function layerOf(packages: readonly Package[], edits: readonly Edit[]): OrgLayer {
  return applyEdits({ packages, org: EMPTY_ORG_LAYER, edits, ...STAMP }).org;
}

/** Tries edits on packages, each from what is compiled without any. */
class Trial {
  readonly #metadata: StoredMetadata;
  readonly #untouched: Effective;

  constructor(packages: readonly Package[]) {
    this.#metadata = { packages, kept: new Set(), org: EMPTY_ORG_LAYER, withdrawn: new Map() };
    this.#untouched = compileEffective(this.#metadata);
  }

  holds(edits: readonly Edit[]): boolean {
    const { packages, org: empty } = this.#metadata;
    const { org, problems } = applyEdits({ packages, org: empty, edits, ...STAMP });
    const isNothing = org.added.size + org.changed.size + org.removed.size === 0;
    if (problems.length > 0 || isNothing) return false;
    // A scenario that no longer holds is a warning in an org; here it would only be passed on.
    return compileEffective({ ...this.#metadata, org }, this.#untouched).compiled.problems.length === 0;
  }
}

const STAMP = { by: 'ann@test', at: '2026-01-02T00:00:00.000Z' };

function* candidates(app: Package): Generator<PlacedEdit> {
  const names = namesIn(app);
  for (const element of app.elements.values()) {
    const { kind, path, id } = element;
    const place = [kind, ...path.filter((_, index) => index % 2 === 0)].join('/');
    const schema = schemaOf(element);
    for (const [property, member] of Object.entries(schema.properties ?? {})) {
      const value = changed(member, element.properties[property]);
      if (value !== undefined)
        yield { kind, place, does: 'change', edit: { op: 'set', element: id, properties: { [property]: value } } };
    }
    for (const property of Object.keys(element.properties))
      if (!schema.required?.includes(property))
        yield { kind, place, does: 'unset', edit: { op: 'unset', element: id, property } };
    yield { kind, place, does: 'remove', edit: { op: 'remove', element: id } };
    for (const name of names)
      yield {
        kind,
        place,
        does: 'add',
        edit: { op: 'set', element: withName(element, name), properties: anew(element) },
      };
  }
}

function propertyOf(edit: Edit): string {
  return 'property' in edit ? (edit.property ?? '') : '';
}

interface Shape {
  readonly type?: string;
  readonly const?: Json;
  readonly pattern?: string;
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly minItems?: number;
  readonly conditionPlace?: string;
}

/** What an element of a place may say; of a shipped record, that is any field. */
function schemaOf({ kind, path, properties }: Element): Shape {
  if (kind === 'field' && path.length === 0)
    return fieldSchemaOf(properties.type as Parameters<typeof fieldSchemaOf>[0]);
  let schema: TSchema = kinds[kind].properties;
  let collections: Readonly<Record<string, Collection>> = kinds[kind].collections;
  for (let index = 0; index < path.length; index += 2) {
    const collection: Collection | undefined = collections[path[index] ?? ''];
    if (collection === undefined) throw new Error(`${kind} has no collection ${path[index]}`);
    schema = collection.item;
    collections = collection.collections ?? {};
  }
  const shape = schema as Shape; // the JSON Schema keywords that our kinds use
  const branch = shape.anyOf?.find(({ properties: own = {} }) => Object.keys(properties).every((name) => name in own));
  if (shape.properties !== undefined || branch !== undefined) return branch ?? shape;
  return { properties: Object.fromEntries(Object.keys(properties).map((name) => [name, { type: 'string' }])) };
}

/** Another value that a property could have; undefined where none comes to mind. */
function changed(shape: Shape, value: Json | undefined): Json | undefined {
  if (shape.anyOf !== undefined)
    return shape.anyOf.map((each) => each.const).find((each) => each !== undefined && each !== value);
  if (shape.conditionPlace !== undefined) return value === undefined ? undefined : { all: [value] };
  if (shape.pattern !== undefined) return undefined;
  if (shape.type === 'string')
    return typeof value === 'string' ? `${value} anew` : value === undefined ? 'Anew' : undefined;
  if (shape.type === 'boolean') return value !== true;
  if (shape.type === 'number' || shape.type === 'integer') return typeof value === 'number' ? value + 1 : 3;
  if (shape.type === 'array' && Array.isArray(value) && value.length > 1) return [...value].reverse();
  return undefined;
}

/** What is unique or first of its kind stays with the one that it is copied from. */
function anew({ kind, path, properties }: Element): Element['properties'] {
  // An object has one page; the copy is for one that has none.
  if (kind === 'page' && path.length === 0) return { label: 'Anew', object: 'Loose__c' };
  const { unique: _, externalId: __, default: ___, childRelationship: ____, childLabel: _____, ...rest } = properties;
  return typeof rest.order === 'number' ? { ...rest, order: rest.order + 0.5 } : rest;
}

/** Names that a new item may have, for itself or for what it points to. */
function namesIn(app: Package): string[] {
  const components = [...app.elements.values()].filter(({ path }) => path.length === 0);
  const full = components.map(({ component }) => component);
  const last = full.map((name) => name.split('.').at(-1) ?? name);
  const system = ['Name', 'OwnerId', 'CreatedDate', 'LastModifiedDate', 'ViewAllData', 'ApiEnabled'];
  const items = [...app.elements.values()].flatMap(({ path }) => path.at(-1) ?? []);
  return [...new Set(['Anew', 'Anew__c', 'New one/of 2', ...system, ...last, ...full, ...items])];
}

function withName({ kind, component, path }: Element, name: string): string {
  if (path.length > 0) return elementId({ kind, component, path: [...path.slice(0, -1), name] });
  return elementId({ kind, component: [...component.split('.').slice(0, -1), name].join('.'), path });
}

/** Kinds that have files. */
export const FILED_KINDS = KIND_NAMES.filter((kind) => kind !== 'package');
