import type {
  ActionGuardProperties,
  ActionInputProperties,
  ActionProperties,
  ActionSetProperties,
} from '../kinds/action/schema.ts';
import { lastName } from '../kinds/field-name.ts';
import type { KindName } from '../kinds/kind.ts';
import type { ColumnProperties, ListViewProperties } from '../kinds/list-view/schema.ts';
import type { ObjectProperties, UniqueKeyProperties } from '../kinds/object/schema.ts';
import type { PageProperties, RelatedListProperties, SectionProperties } from '../kinds/page/schema.ts';
import { type Items, sorted } from '../kinds/sorted.ts';
import type { ValidationRuleProperties } from '../kinds/validation-rule/schema.ts';
import type { Component } from '../packages/component.ts';
import { SYSTEM_PACKAGE } from '../packages/element.ts';
import type { Assembled } from './assemble.ts';
import { buildField } from './build-field.ts';
import type { PartsBefore } from './build-model.ts';
import { equalJson } from './equal-json.ts';
import type {
  ActionDef,
  ChildRelationship,
  ColumnDef,
  FieldDef,
  ListViewDef,
  Model,
  ObjectDef,
  PageDef,
  ValidationRuleDef,
} from './model.ts';
import { systemFields } from './system-fields.ts';

/** An object by itself: without its page, and without what others say of it. */
export type ObjectParts = Omit<ObjectDef, 'children' | 'page'>;

/** The object that a group of components is, without its page; undefined where the group is none. */
export function buildObjectParts(components: Assembled['components'], before?: PartsBefore): ObjectParts | undefined {
  const component = components.values().find(({ kind }) => kind === 'object');
  if (component === undefined) return undefined;
  const parts = components.values().filter(({ object }) => object === component.name);
  const byKind = Map.groupBy(parts, ({ kind }) => kind);
  const old = before?.parts.object;
  const isSame = (each: Component) => before?.components.get(each.id) === each;
  const { name, owner } = component;
  const said = component.value as unknown as ObjectFile; // fits the schema
  const partsOf = (kind: KindName) => byKind.get(kind) ?? [];
  const own = inOrder(
    partsOf('field').map((each) => (isSame(each) && old?.fields.get(lastName(each.name))) || buildField(each)),
  );
  const master = own.find(({ type }) => type === 'MasterDetail');
  const isAsBefore = isSame(component) && old?.masterField === master?.name;
  const fields = [
    ...systemFields(name, said, master !== undefined).map((each) => (isAsBefore && old?.fields.get(each.name)) || each),
    ...own,
  ];
  return {
    name,
    label: said.label,
    pluralLabel: said.pluralLabel,
    description: said.description ?? '',
    sharing: said.sharing,
    isCustom: name.endsWith('__c'),
    isSystem: owner === SYSTEM_PACKAGE,
    fields: byName(fields),
    relationships: relationshipsOf(fields),
    ...(master === undefined ? {} : { masterField: master.name }),
    uniqueKeys: sorted(said.uniqueKeys).map(([key, { fields, message }]) => ({ name: key, fields, message })),
    validationRules: inOrder(partsOf('validationRule').map(buildValidationRule)),
    actions: byName(inOrder(partsOf('action').map(buildAction))),
    listViews: byName(listViewsOf(partsOf('listView'), own)),
  };
}

/** All objects of the model, each with its page and the relationships by which it reaches its children. */
export function buildObjects(
  all: readonly ObjectParts[],
  pages: readonly PageDef[],
  before: Model['objects'] | undefined,
): Map<string, ObjectDef> {
  const objects = [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
  const labels = new Map(objects.map(({ name, pluralLabel }) => [name, pluralLabel]));
  const children = Map.groupBy(
    objects.flatMap((object) => childrenOf(object, labels)),
    ({ parent }) => parent,
  );
  const pageOf = new Map([...pages].sort((a, b) => (a.name < b.name ? 1 : -1)).map((page) => [page.object, page]));
  return new Map(
    objects.map((parts) => {
      const own = (children.get(parts.name) ?? []).map(({ parent: _, ...child }): ChildRelationship => child);
      const page = pageOf.get(parts.name);
      const object = { ...parts, ...(page === undefined ? {} : { page }), children: own };
      return [parts.name, reuse(object, before?.get(parts.name))];
    }),
  );
}

/** The object as it was before, where all that it is made of stayed. */
function reuse(object: ObjectDef, before: ObjectDef | undefined): ObjectDef {
  if (before === undefined) return object;
  const children = isSameList(object.children, before.children) ? before.children : object.children;
  const said = { ...object, children };
  const names = Object.keys(said) as (keyof ObjectDef)[]; // its own properties
  const isSame = names.length === Object.keys(before).length && names.every((name) => said[name] === before[name]);
  return isSame ? before : said;
}

function isSameList(one: readonly ChildRelationship[], other: readonly ChildRelationship[]): boolean {
  return one.length === other.length && one.every((each, index) => equalJson({ ...each }, { ...other[index] }));
}

type ObjectFile = ObjectProperties & { readonly uniqueKeys?: Items<UniqueKeyProperties> };

/** The first field that a step is named by is the one that it follows. */
function relationshipsOf(fields: readonly FieldDef[]): Map<string, FieldDef> {
  const relationships = new Map<string, FieldDef>();
  for (const field of fields) {
    const { relationshipName: step } = field;
    if (step !== undefined && !relationships.has(step)) relationships.set(step, field);
  }
  return relationships;
}

function childrenOf(
  { name, fields }: ObjectParts,
  pluralLabels: ReadonlyMap<string, string>,
): (ChildRelationship & { readonly parent: string })[] {
  return [...fields.values()].flatMap(({ name: field, references, childRelationshipName, childLabel }) => {
    if (references === undefined || childRelationshipName === undefined) return [];
    const label = childLabel ?? pluralLabels.get(name) ?? name;
    return [{ parent: references, name: childRelationshipName, label, object: name, field }];
  });
}

function buildValidationRule({ name, value }: Component): ValidationRuleDef {
  const { order, active, errorCondition, errorMessage, errorDisplayField } =
    value as unknown as ValidationRuleProperties; // fits
  const rule = { name: lastName(name), order, isActive: active, errorCondition, errorMessage };
  return errorDisplayField === undefined ? rule : { ...rule, errorDisplayField };
}

type ActionFile = ActionProperties & {
  readonly inputs?: Items<ActionInputProperties>;
  readonly sets?: Items<ActionSetProperties>;
  readonly guards?: Items<ActionGuardProperties>;
};

function buildAction({ name, object, value }: Component): ActionDef {
  const { inputs, sets, guards, ...said } = value as unknown as ActionFile; // fits the schema
  return {
    ...said,
    name: lastName(name),
    object,
    description: said.description ?? '',
    inputs: sorted(inputs).map(([field, { required, message, help }]) => {
      const input = { field, isRequired: required === true, help: help ?? '' };
      return message === undefined ? input : { ...input, message };
    }),
    sets: sorted(sets).map(([field, set]) => ({
      field,
      to: 'fact' in set ? { fact: set.fact } : { value: set.value },
    })),
    guards: sorted(guards).map(([guard, { errorCondition, errorMessage, errorDisplayField }]) => {
      const built = { name: guard, errorCondition, errorMessage };
      return errorDisplayField === undefined ? built : { ...built, errorDisplayField };
    }),
  };
}

/** The views that were declared; an object without one has all its records, with its first fields. */
function listViewsOf(declared: readonly Component[], fields: readonly FieldDef[]): readonly ListViewDef[] {
  if (declared.length > 0) return inOrder(declared.map(buildListView));
  const columns = ['Name', ...fields.slice(0, 5).map((field) => field.name)].map((path) => ({ path }));
  const sort = [{ field: 'Name', direction: 'asc' as const }];
  return [{ name: 'All', label: 'All', description: '', order: 0, columns, sort }];
}

function buildListView({ name, value }: Component): ListViewDef {
  const said = value as unknown as ListViewProperties & { readonly columns?: Items<ColumnProperties> }; // fits the schema
  const { label, description, order, filter, sort } = said;
  return {
    name: lastName(name),
    label,
    description: description ?? '',
    order,
    columns: buildColumns(said.columns),
    sort: sort ?? [],
    ...(filter === undefined ? {} : { filter }),
  };
}

type PageFile = PageProperties & {
  readonly highlights?: Items<object>;
  readonly pathSteps?: Items<object>;
  readonly sections?: Items<SectionProperties & { readonly items?: Items<object> }>;
  readonly relatedLists?: Items<RelatedListProperties & { readonly columns?: Items<ColumnProperties> }>;
};

/** A page as its object shows it. */
export function buildPage({ name, value }: Component): PageDef {
  const said = value as unknown as PageFile; // fits the schema
  return {
    name,
    label: said.label,
    object: said.object,
    pathSteps: keys(said.pathSteps),
    highlights: keys(said.highlights),
    sections: sorted(said.sections).map(([id, { label, columns, items }]) => {
      return { id, label, columns: columns ?? 2, fields: keys(items) };
    }),
    relatedLists: sorted(said.relatedLists).map(([relationship, { label, columns }]) => {
      const list = { relationship, columns: buildColumns(columns) };
      return label === undefined ? list : { ...list, label };
    }),
    ...(said.pathField === undefined ? {} : { pathField: said.pathField }),
  };
}

function buildColumns(columns: Items<ColumnProperties> | undefined): ColumnDef[] {
  return sorted(columns).map(([path, { label }]) => (label === undefined ? { path } : { path, label }));
}

function keys(items: Items<object> | undefined): string[] {
  return sorted(items).map(([key]) => key);
}

function inOrder<T extends { readonly order: number; readonly name: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
