import type { ConditionScope, FactType } from '../expressions/parse-condition.ts';
import { fieldTypes } from '../fields/registry.ts';
import { nearMiss } from '../packages/near-miss.ts';
import { findField, findObject, findRelationship } from './find.ts';
import type { FieldDef, Model, ObjectDef } from './model.ts';

/** The globals beside the record's own fields; which of them there are depends on where a condition stands. */
export type GlobalFact = '$User' | '$Clock' | '$IsNew' | '$Prior' | '$Count';

/** Facts of a record: its fields, paths to the fields of the records it points to, and the globals allowed here. */
export function conditionScope(
  model: Pick<Model, 'objects'>,
  object: ObjectDef,
  globals: readonly GlobalFact[],
): ConditionScope {
  const allowed = new Set(globals);
  return {
    typeOf: ([first = '', ...rest]) =>
      first.startsWith('$')
        ? globalType({ model, object, allowed }, first, rest)
        : pathType(model, object, [first, ...rest]),
    nearest: (path) => nearest({ model, object, allowed }, path),
  };
}

interface Surroundings {
  readonly model: Pick<Model, 'objects'>;
  readonly object: ObjectDef;
  readonly allowed: ReadonlySet<GlobalFact>;
}

const CLOCK: Readonly<Record<string, FactType>> = {
  $Now: { valueClass: 'datetime', label: 'now' },
  $Today: { valueClass: 'date', label: 'today' },
};

function globalType(
  { model, object, allowed }: Surroundings,
  first: string,
  rest: readonly string[],
): FactType | undefined {
  if (Object.hasOwn(CLOCK, first)) return allowed.has('$Clock') && rest.length === 0 ? CLOCK[first] : undefined;
  if (first === '$IsNew')
    return allowed.has('$IsNew') && rest.length === 0
      ? { valueClass: 'boolean', label: 'the record is new' }
      : undefined;
  if (first === '$User') return allowed.has('$User') && rest.length === 1 ? userType(model, rest) : undefined;
  if (first === '$Prior') return allowed.has('$Prior') && rest.length === 1 ? pathType(model, object, rest) : undefined;
  if (first !== '$Count' || !allowed.has('$Count') || rest.length !== 1) return undefined;
  const child = object.children.find(({ name }) => name === rest[0]);
  return child && { valueClass: 'number', label: `the number of ${child.label}` };
}

function userType(model: Pick<Model, 'objects'>, path: readonly string[]): FactType | undefined {
  const user = findObject(model, 'User');
  return user && pathType(model, user, path);
}

function pathType(model: Pick<Model, 'objects'>, object: ObjectDef, path: readonly string[]): FactType | undefined {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    const field = findField(object, first);
    return field && factType(field);
  }
  const target = findRelationship(object, first)?.references;
  const next = target ? findObject(model, target) : undefined;
  return next && pathType(model, next, rest);
}

function factType(field: FieldDef): FactType {
  const choices = field.values?.map(({ value }) => value);
  return { valueClass: fieldTypes[field.type].valueClass, label: field.label, ...(choices ? { choices } : {}) };
}

function nearest({ object, allowed }: Surroundings, path: readonly string[]): string | undefined {
  const globals = [...allowed].flatMap((name) => (name === '$Clock' ? Object.keys(CLOCK) : name));
  const relationships = [...object.fields.values()].flatMap(({ relationshipName }) => relationshipName ?? []);
  return nearMiss(path[0] ?? '', [...object.fields.keys(), ...relationships, ...globals]);
}
