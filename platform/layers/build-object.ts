import type {
  ActionGuardProperties,
  ActionInputProperties,
  ActionProperties,
  ActionSetProperties,
} from '../kinds/action/schema.ts';
import type { ColumnProperties, ListViewProperties } from '../kinds/list-view/schema.ts';
import type { ObjectProperties, UniqueKeyProperties } from '../kinds/object/schema.ts';
import type { PageProperties, RelatedListProperties, SectionProperties } from '../kinds/page/schema.ts';
import { type Items, sorted } from '../kinds/sorted.ts';
import type { ValidationRuleProperties } from '../kinds/validation-rule/schema.ts';
import { SYSTEM_PACKAGE } from '../packages/element.ts';
import type { Component, Components } from './assemble.ts';
import { buildField } from './build-field.ts';
import type {
  ActionDef,
  ChildRelationship,
  ColumnDef,
  FieldDef,
  ListViewDef,
  ObjectDef,
  PageDef,
  ValidationRuleDef,
} from './model.ts';
import { systemFields } from './system-fields.ts';

type ObjectParts = Omit<ObjectDef, 'children'>;

/** All objects of the model, each with the relationships by which it reaches its children. */
export function buildObjects(components: Components): Map<string, ObjectDef> {
  const partsOf = (kind: 'field' | 'validationRule' | 'action' | 'listView') =>
    Map.groupBy(components[kind].values(), ({ object }) => object);
  const parts = {
    fields: partsOf('field'),
    validationRules: partsOf('validationRule'),
    actions: partsOf('action'),
    listViews: partsOf('listView'),
    pages: Map.groupBy(components.page.values(), (page) => String(page.value.object)),
  };
  const objects = [...components.object.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((component) => buildObject(component, parts));
  const labels = new Map(objects.map(({ name, pluralLabel }) => [name, pluralLabel]));
  const children = Map.groupBy(
    objects.flatMap((object) => relationshipsOf(object, labels)),
    ({ parent }) => parent,
  );
  return new Map(
    objects.map((object) => {
      const own = (children.get(object.name) ?? []).map(({ parent: _, ...child }): ChildRelationship => child);
      return [object.name, { ...object, children: own }];
    }),
  );
}

interface PartsByObject {
  readonly fields: ReadonlyMap<string, readonly Component[]>;
  readonly validationRules: ReadonlyMap<string, readonly Component[]>;
  readonly actions: ReadonlyMap<string, readonly Component[]>;
  readonly listViews: ReadonlyMap<string, readonly Component[]>;
  readonly pages: ReadonlyMap<string, readonly Component[]>;
}

function buildObject({ name, owner, value }: Component, parts: PartsByObject): ObjectParts {
  const said = value as unknown as ObjectProperties & { readonly uniqueKeys?: Items<UniqueKeyProperties> }; // fits the schema
  const own = inOrder((parts.fields.get(name) ?? []).map(buildField));
  const master = own.find(({ type }) => type === 'MasterDetail');
  const fields = [...systemFields(name, said, master !== undefined), ...own];
  const [page] = [...(parts.pages.get(name) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    name,
    label: said.label,
    pluralLabel: said.pluralLabel,
    description: said.description ?? '',
    sharing: said.sharing,
    isCustom: name.endsWith('__c'),
    isSystem: owner === SYSTEM_PACKAGE,
    fields: byName(fields),
    ...(master === undefined ? {} : { masterField: master.name }),
    uniqueKeys: sorted(said.uniqueKeys).map(([key, { fields, message }]) => ({ name: key, fields, message })),
    validationRules: inOrder((parts.validationRules.get(name) ?? []).map(buildValidationRule)),
    actions: byName(inOrder((parts.actions.get(name) ?? []).map(buildAction))),
    listViews: byName(listViewsOf(parts.listViews.get(name) ?? [], own)),
    ...(page === undefined ? {} : { page: buildPage(page) }),
  };
}

function relationshipsOf(
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

function buildPage({ name, value }: Component): PageDef {
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

function lastName(fullName: string): string {
  return fullName.split('.').at(-1) ?? fullName;
}
