import { SYSTEM_PERMISSIONS } from '../../platform/kinds/permission-set/schema.ts';
import type { FieldDef, Model, ObjectDef, PermissionSetDef } from '../../platform/layers/model.ts';
import type { ObjectAccess, Permissions } from './principal.ts';

/**
 * Adds up permission sets; names that the model does not know grant nothing. Equal sets of one model give the same
 * frozen object, so that what is compiled from it can be shared.
 */
export function compilePermissions(model: Model, permissionSetNames: readonly string[]): Permissions {
  const names = [...new Set(permissionSetNames)].sort();
  const known = compiled.get(model) ?? new Map<string, Permissions>();
  compiled.set(model, known);
  const key = JSON.stringify(names);
  const found = known.get(key);
  if (found) return found;
  if (known.size >= MAX_COMBINATIONS) known.clear();
  const permissions = addUp(
    model,
    names.flatMap((name) => model.permissionSets.get(name) ?? []),
  );
  known.set(key, permissions);
  return permissions;
}

/** What the engine itself may do when it loads records that packages ship, or reads who somebody is. */
export function allPermissions(model: Model): Permissions {
  const found = everything.get(model) ?? addUp(model, [systemSet(model)]);
  everything.set(model, found);
  return found;
}

function systemSet(model: Model): PermissionSetDef {
  return {
    name: '',
    label: 'System',
    description: '',
    system: SYSTEM_PERMISSIONS,
    apps: [...model.apps.keys()],
    objects: new Map(),
    fields: new Map(),
    actions: new Set(
      [...model.objects.values()].flatMap(({ name, actions }) =>
        [...actions.keys()].map((action) => `${name}.${action}`),
      ),
    ),
  };
}

/** Pure results by model, forgotten with it. */
const everything = new WeakMap<Model, Permissions>();
const compiled = new WeakMap<Model, Map<string, Permissions>>();
const MAX_COMBINATIONS = 1000;

const NO_ACCESS: ObjectAccess = {
  read: false,
  create: false,
  edit: false,
  delete: false,
  viewAll: false,
  modifyAll: false,
};

function addUp(model: Model, sets: readonly PermissionSetDef[]): Permissions {
  const system = new Set(sets.flatMap((set) => set.system));
  const objects = new Map<string, ObjectAccess>();
  for (const object of model.objects.values()) {
    const access = objectAccess(object, sets, system);
    if (access.read) objects.set(object.name, access);
  }
  const fieldsOf = fieldsByObject((object) => openFields(object, objects.get(object.name), { sets, system }), model);
  return Object.freeze({
    system,
    apps: new Set(sets.flatMap((set) => set.apps)),
    objects,
    readableFields: { has: (name: string) => fieldsOf(name)?.readable.has(name) === true },
    editableFields: { has: (name: string) => fieldsOf(name)?.editable.has(name) === true },
    actions: new Set(sets.flatMap((set) => [...set.actions])),
  });
}

interface OpenFields {
  readonly readable: ReadonlySet<string>;
  readonly editable: ReadonlySet<string>;
}

/**
 * The open fields of the object that a name begins with. An org may have fields by the ten thousand, and whoever asks
 * first after a new version is live waits for those of one object alone.
 */
function fieldsByObject(open: (object: ObjectDef) => OpenFields, { objects }: Model) {
  const known = new Map<string, OpenFields>();
  return (name: string): OpenFields | undefined => {
    const objectName = name.slice(0, name.indexOf('.'));
    const found = known.get(objectName);
    const object = found === undefined ? objects.get(objectName) : undefined;
    if (object === undefined) return found;
    const fields = open(object);
    known.set(objectName, fields);
    return fields;
  };
}

function openFields(
  object: ObjectDef,
  access: ObjectAccess | undefined,
  { sets, system }: { readonly sets: readonly PermissionSetDef[]; readonly system: Permissions['system'] },
): OpenFields {
  const [readable, editable] = [new Set<string>(), new Set<string>()];
  if (access?.read !== true) return { readable, editable };
  for (const field of object.fields.values()) {
    const name = `${object.name}.${field.name}`;
    const { read, edit } = fieldAccess(object, field, sets, system);
    if (read) readable.add(name);
    if (edit && (access.edit || access.create)) editable.add(name);
  }
  return { readable, editable };
}

/** What implies what is Salesforce's: whoever may change something may read it, and modifyAll is everything but create. */
function objectAccess(
  object: ObjectDef,
  sets: readonly PermissionSetDef[],
  system: Permissions['system'],
): ObjectAccess {
  const rows = sets.flatMap((set) => set.objects.get(object.name) ?? []);
  const isGranted = (right: keyof ObjectAccess) => rows.some((row) => row[right] === true);
  const isAdmin = system.has('ModifyAllData');
  const modifyAll = isAdmin || isGranted('modifyAll');
  const viewAll = modifyAll || system.has('ViewAllData') || isGranted('viewAll');
  const remove = modifyAll || isGranted('delete');
  const edit = remove || isGranted('edit');
  const create = isAdmin || isGranted('create');
  const read = viewAll || edit || create || isGranted('read');
  return read ? Object.freeze({ read, create, edit, delete: remove, viewAll, modifyAll }) : NO_ACCESS;
}

/** ModifyAllData opens every field, so that an admin sees a field just added; ViewAllData opens records, not fields. */
function fieldAccess(
  object: ObjectDef,
  field: FieldDef,
  sets: readonly PermissionSetDef[],
  system: Permissions['system'],
): { read: boolean; edit: boolean } {
  const rows = sets.flatMap((set) => set.fields.get(`${object.name}.${field.name}`) ?? []);
  const isAlways =
    field.isSystem || field.isRequired || object.masterField === field.name || system.has('ModifyAllData');
  const edit = field.isWritable && (isAlways || rows.some((row) => row.edit === true));
  return { read: isAlways || edit || rows.some((row) => row.read === true || row.edit === true), edit };
}
