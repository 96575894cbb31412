import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentView, ModelView } from '../model-view.ts';
import type { FieldRow, ObjectRow, PermissionSetProperties } from './schema.ts';

type Items<T = unknown> = Readonly<Record<string, T>>;
type PermissionSetFile = PermissionSetProperties & {
  readonly apps?: Items;
  readonly objects?: Items<ObjectRow>;
  readonly fields?: Items<FieldRow>;
  readonly actions?: Items;
};

/** Rows name what exists, and grant nothing that cannot be used without what they leave out. */
export function checkPermissionSet({ value }: ComponentView, model: ModelView): Finding[] {
  const { apps = {}, objects = {}, fields = {}, actions = {} } = value as PermissionSetFile; // fits the kind's schema
  return [
    ...Object.keys(apps)
      .filter((name) => !model.apps.has(name))
      .map((found) =>
        danglingReference({ pointer: pointerTo('apps', found), what: 'app', found, candidates: model.apps.keys() }),
      ),
    ...Object.entries(objects).flatMap(([name, row]) => checkObjectRow(model, name, row)),
    ...Object.entries(fields).flatMap(([name, row]) => checkFieldRow(model, name, row)),
    ...Object.keys(actions).flatMap((name) => checkActionRow(model, name)),
  ];
}

/** Each row is checked by itself: those of one object, in all collections, are a part. */
export function partOfPermissionSet(collection: string, key: string): string {
  return collection === 'objects' || collection === 'fields' || collection === 'actions' ? untilDot(key) : '';
}

function untilDot(key: string): string {
  const dot = key.indexOf('.');
  return dot < 0 ? key : key.slice(0, dot);
}

function checkObjectRow(model: ModelView, name: string, { read, ...others }: ObjectRow): Finding[] {
  const pointer = pointerTo('objects', name);
  if (!model.objects.has(name)) {
    return [danglingReference({ pointer, what: 'object', found: name, candidates: model.objects.keys() })];
  }
  const [granted] = Object.entries(others).flatMap(([right, isGranted]) => (isGranted ? right : []));
  if (granted === undefined || read) return [];
  return [
    finding(
      'GRANT_WITHOUT_READ',
      `${pointer}${pointerTo(granted)}`,
      `${name}: "${granted}" needs "read" as well.`,
      granted,
    ),
  ];
}

function checkFieldRow(model: ModelView, name: string, { read, edit }: FieldRow): Finding[] {
  const pointer = pointerTo('fields', name);
  const [objectName = '', fieldName = ''] = name.split('.');
  const object = model.objects.get(objectName);
  if (object === undefined) {
    return [danglingReference({ pointer, what: 'object', found: objectName, candidates: model.objects.keys() })];
  }
  const field = object.fields.get(fieldName);
  if (field === undefined) {
    const what = `field of ${objectName}`;
    return [danglingReference({ pointer, what, found: fieldName, candidates: object.fields.keys() })];
  }
  const at = `${pointer}/edit`;
  if (edit && !read) return [finding('GRANT_WITHOUT_READ', at, `${name}: "edit" needs "read" as well.`, 'edit')];
  if (edit && !field.isWritable)
    return [finding('NOT_WRITABLE', at, `${name} is written by the engine alone; grant "read".`, 'edit')];
  return [];
}

function checkActionRow(model: ModelView, name: string): Finding[] {
  const pointer = pointerTo('actions', name);
  const [objectName = '', action = ''] = name.split('.');
  const object = model.objects.get(objectName);
  if (object === undefined) {
    return [danglingReference({ pointer, what: 'object', found: objectName, candidates: model.objects.keys() })];
  }
  if (object.actions.has(action)) return [];
  const what = `action of ${objectName}`;
  return [danglingReference({ pointer, what, found: action, candidates: object.actions.keys() })];
}
