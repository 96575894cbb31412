import type { Json } from '../json.ts';
import type { AppProperties, TabProperties } from '../kinds/app/schema.ts';
import type { DataProperties } from '../kinds/data/schema.ts';
import type { FieldRow, ObjectRow, PermissionSetProperties, SystemPermission } from '../kinds/permission-set/schema.ts';
import type { RoleProperties } from '../kinds/role/schema.ts';
import type { SharingRuleProperties } from '../kinds/sharing-rule/schema.ts';
import { type Items, sorted } from '../kinds/sorted.ts';
import type { Package } from '../packages/element.ts';
import type { Component, Components } from './assemble.ts';
import { buildObjects } from './build-object.ts';
import type { AppDef, DataDef, Model, PermissionSetDef, RoleDef, SharingRuleDef } from './model.ts';

/** The model that components make; names in it may still lead nowhere. */
export function buildModel(
  components: Components,
  packages: readonly Pick<Package, 'name' | 'version' | 'label'>[],
  origins: Model['origins'],
): Model {
  return {
    packages: new Map(packages.map(({ name, version, label }) => [name, { version, label }])),
    objects: buildObjects(components),
    apps: ordered([...components.app.values()].map(buildApp)),
    permissionSets: named([...components.permissionSet.values()].map(buildPermissionSet)),
    roles: named([...components.role.values()].map(buildRole)),
    sharingRules: named([...components.sharingRule.values()].map(buildSharingRule)),
    data: ordered([...components.data.values()].map(buildData)),
    origins,
  };
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
    objects: new Map(sorted(said.objects)),
    fields: new Map(sorted(said.fields)),
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
