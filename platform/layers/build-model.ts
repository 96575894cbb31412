import type { Json } from '../json.ts';
import type { AppProperties, TabProperties } from '../kinds/app/schema.ts';
import type { DataProperties } from '../kinds/data/schema.ts';
import type { KindName } from '../kinds/kind.ts';
import type { FieldRow, ObjectRow, PermissionSetProperties, SystemPermission } from '../kinds/permission-set/schema.ts';
import type { RoleProperties } from '../kinds/role/schema.ts';
import type { SharingRuleProperties } from '../kinds/sharing-rule/schema.ts';
import { type Items, sorted } from '../kinds/sorted.ts';
import type { Component } from '../packages/component.ts';
import type { Package } from '../packages/element.ts';
import type { Assembled } from './assemble.ts';
import { buildObjectParts, buildObjects, buildPage, type ObjectParts } from './build-object.ts';
import { ItemMap } from './item-map.ts';
import type { AppDef, DataDef, Model, Origins, PageDef, PermissionSetDef, RoleDef, SharingRuleDef } from './model.ts';

/** What the components of one group make of the model by themselves. */
export interface Parts {
  readonly object?: ObjectParts;
  readonly page?: PageDef;
  readonly app?: AppDef;
  readonly permissionSet?: PermissionSetDef;
  readonly role?: RoleDef;
  readonly sharingRule?: SharingRuleDef;
  readonly data?: DataDef;
}

/** What was made of a group before, of which all is used again that stays as it is. */
export interface PartsBefore {
  readonly components: Assembled['components'];
  readonly parts: Parts;
}

/** Of a group one component alone is sound, or an object with its parts. */
export function buildParts({ components }: Assembled, before: PartsBefore | undefined): Parts {
  const [only] = components.values();
  const whole = only && (only.object || only.kind === 'object') ? buildObjectParts(components, before) : undefined;
  if (whole !== undefined) return { object: whole };
  return only === undefined ? {} : builders[only.kind](only);
}

/** Parts of objects are built with their object. */
const none = (): Parts => ({});

const builders: Readonly<Record<KindName, (component: Component) => Parts>> = {
  package: none,
  object: none,
  field: none,
  validationRule: none,
  action: none,
  listView: none,
  page: (component) => ({ page: buildPage(component) }),
  app: (component) => ({ app: buildApp(component) }),
  permissionSet: (component) => ({ permissionSet: buildPermissionSet(component) }),
  role: (component) => ({ role: buildRole(component) }),
  sharingRule: (component) => ({ sharingRule: buildSharingRule(component) }),
  data: (component) => ({ data: buildData(component) }),
  /** What serves people need not know how it is tested. */
  scenario: none,
};

/** The model that parts make; names in it may still lead nowhere. What stays as it was before is the same. */
export function buildModel(
  all: readonly Parts[],
  about: { readonly packages: readonly Pick<Package, 'name' | 'version' | 'label'>[]; readonly origins: Origins },
  before: Model | undefined,
): Model {
  const every = <K extends keyof Parts>(kind: K) => all.flatMap((parts) => parts[kind] ?? []);
  const { packages, origins } = about;
  return {
    packages: new Map(packages.map(({ name, version, label }) => [name, { version, label }])),
    objects: buildObjects(every('object'), every('page'), before?.objects),
    apps: same(ordered(every('app')), before?.apps),
    permissionSets: same(named(every('permissionSet')), before?.permissionSets),
    roles: same(named(every('role')), before?.roles),
    sharingRules: same(named(every('sharingRule')), before?.sharingRules),
    data: same(ordered(every('data')), before?.data),
    origins,
  };
}

/** The map as it was before, where it holds the same in the same order. */
function same<T>(map: ReadonlyMap<string, T>, before: ReadonlyMap<string, T> | undefined): ReadonlyMap<string, T> {
  if (before === undefined || map.size !== before.size) return map;
  const [old, fresh] = [[...before], [...map]];
  return old.every(([name, value], index) => fresh[index]?.[0] === name && fresh[index]?.[1] === value) ? before : map;
}

function buildApp({ name, value }: Component): AppDef {
  const said = value as unknown as AppProperties & { readonly tabs?: Items<TabProperties> }; // fits the schema
  return {
    name,
    label: said.label,
    description: said.description ?? '',
    order: said.order,
    tabs: sorted(said.tabs).map(([object, { label }]) => (label === undefined ? { object } : { object, label })),
  };
}

type PermissionSetFile = PermissionSetProperties & {
  readonly system?: Partial<Record<SystemPermission, object>>;
  readonly apps?: Items<object>;
  readonly objects?: Items<ObjectRow>;
  readonly fields?: Items<FieldRow>;
  readonly actions?: Items<object>;
};

function buildPermissionSet({ name, value }: Component): PermissionSetDef {
  const said = value as unknown as PermissionSetFile; // fits the schema
  return {
    name,
    label: said.label,
    description: said.description ?? '',
    system: Object.keys(said.system ?? {}).sort() as SystemPermission[], // the schema admits no other keys
    apps: Object.keys(said.apps ?? {}).sort(),
    // Rows have no order of their own: a component holds its items by key in order.
    objects: new ItemMap(said.objects ?? {}),
    fields: new ItemMap(said.fields ?? {}),
    actions: new Set(Object.keys(said.actions ?? {}).sort()),
  };
}

function buildRole({ name, value }: Component): RoleDef {
  const { label, parent } = value as unknown as RoleProperties; // fits the schema
  return parent === undefined ? { name, label } : { name, label, parent };
}

function buildSharingRule({ name, value }: Component): SharingRuleDef {
  return { ...(value as unknown as SharingRuleProperties), name }; // fits the schema
}

function buildData({ name, value }: Component): DataDef {
  const { object, key, order, records } = value as unknown as DataProperties & {
    readonly records?: Items<Readonly<Record<string, Json>>>;
  }; // fits the schema
  const entries = Object.entries(records ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return { name, object, key, order, records: new Map(entries) };
}

function named<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map([...items].sort((a, b) => (a.name < b.name ? -1 : 1)).map((item) => [item.name, item]));
}

function ordered<T extends { readonly name: string; readonly order: number }>(items: readonly T[]): Map<string, T> {
  return new Map([...named(items)].sort(([, a], [, b]) => a.order - b.order));
}
