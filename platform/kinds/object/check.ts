import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentView, FieldView, ModelView, ObjectView } from '../model-view.ts';
import type { ObjectProperties, UniqueKeyProperties } from './schema.ts';

type ObjectFile = ObjectProperties & { readonly uniqueKeys?: Readonly<Record<string, UniqueKeyProperties>> };

/** As many as Salesforce allows; a table of PostgreSQL holds twice that. */
const MOST_FIELDS = 800;

/** A detail has exactly one master and its sharing; unique keys are of fields that exist; names do not collide. */
export function checkObject({ name, value }: ComponentView, model: ModelView): Finding[] {
  const { sharing, uniqueKeys = {} } = value as ObjectFile; // fits the kind's schema
  const object = model.objects.get(name);
  if (object === undefined) return [];
  const masters = [...object.fields.values()].filter(({ type }) => type === 'MasterDetail');
  return [
    ...checkSharing(name, sharing, masters),
    ...checkCircle(model, object),
    ...checkSize(object),
    ...checkParentNames(object),
    ...checkChildNames(object),
    ...Object.entries(uniqueKeys).flatMap(([key, { fields }]) => checkUniqueKey(object, key, fields)),
  ];
}

function checkSharing(name: string, sharing: string, masters: readonly FieldView[]): Finding[] {
  const names = masters.map((master) => master.name);
  if (names.length > 1) {
    return [
      finding(
        'TWO_MASTERS',
        '',
        `${name} has ${names.length} master-detail fields (${names.join(', ')}); one is allowed.`,
        names,
      ),
    ];
  }
  if (names.length === 1 && sharing !== 'ControlledByParent') {
    const message = `${name} is a detail (${names[0]}), so its "sharing" must be "ControlledByParent".`;
    return [{ ...finding('WRONG_SHARING', '/sharing', message, sharing), expected: 'ControlledByParent' }];
  }
  if (names.length === 0 && sharing === 'ControlledByParent') {
    const message = `${name} has no master-detail field, so its sharing cannot be controlled by a parent.`;
    return [{ ...finding('WRONG_SHARING', '/sharing', message, sharing), expected: 'Private, Read or ReadWrite' }];
  }
  return [];
}

function checkCircle(model: ModelView, start: ObjectView): Finding[] {
  const trail = [start.name];
  for (let at = masterOf(model, start); at !== undefined; at = masterOf(model, at)) {
    trail.push(at.name);
    if (at === start) {
      const message = `Objects are details of each other in a circle: ${trail.join(' → ')}. Make one of them a lookup.`;
      return [finding('CIRCULAR_MASTER_DETAIL', '', message, trail)];
    }
    if (trail.indexOf(at.name) < trail.length - 1) return [];
  }
  return [];
}

function masterOf(model: ModelView, object: ObjectView): ObjectView | undefined {
  const master = [...object.fields.values()].find(({ type }) => type === 'MasterDetail');
  return master?.references === undefined ? undefined : model.objects.get(master.references);
}

function checkSize({ name, fields }: ObjectView): Finding[] {
  const count = [...fields.values()].filter(({ isSystem }) => !isSystem).length;
  if (count <= MOST_FIELDS) return [];
  return [finding('TOO_MANY_FIELDS', '', `${name} has ${count} fields; ${MOST_FIELDS} are allowed.`, count)];
}

/** A path's step cannot be read as a field as well. */
function checkParentNames({ name, fields }: ObjectView): Finding[] {
  const names = new Set([...fields.keys()].map((each) => each.toLowerCase()));
  return [...fields.values()].flatMap(({ name: field, relationshipName }) => {
    if (relationshipName === undefined || !names.has(relationshipName.toLowerCase())) return [];
    const message = `${name}.${field} leads on as "${relationshipName}", which is the name of another field.`;
    return [finding('DUPLICATE_NAME', '', message, relationshipName)];
  });
}

/** A parent reaches its children by name, so two of them cannot share one. */
function checkChildNames({ name, children }: ObjectView): Finding[] {
  const seen = new Map<string, string>();
  return children.flatMap((child) => {
    const key = child.name.toLowerCase();
    const before = seen.get(key);
    seen.set(key, child.object);
    if (before === undefined) return [];
    const message = `${name} has two child relationships named ${child.name}: of ${before} and of ${child.object}.`;
    return [finding('DUPLICATE_NAME', '', message, child.name)];
  });
}

function checkUniqueKey(object: ObjectView, key: string, fields: readonly string[]): Finding[] {
  return fields.flatMap((found, index) => {
    if (object.fields.has(found)) return [];
    const pointer = pointerTo('uniqueKeys', key, 'fields', index);
    return [danglingReference({ pointer, what: `field of ${object.name}`, found, candidates: object.fields.keys() })];
  });
}
