import { type ConditionScope, type FactType, parseCondition } from '../expressions/parse-condition.ts';
import { fieldTypes } from '../fields/registry.ts';
import { nearMiss } from '../near-miss.ts';
import { followRelationship, relationshipNames } from './field-path.ts';
import type { Finding } from './finding.ts';
import type { FieldView, ModelView, ObjectView } from './model-view.ts';

/** The globals beside the record's own fields; which of them there are depends on where a condition stands. */
export type GlobalFact = '$User' | '$Clock' | '$IsNew' | '$Prior' | '$Count';

/** The places of the metadata that hold conditions, and the globals that each may speak of. */
export const CONDITION_GLOBALS = {
  validationRule: ['$User', '$Clock', '$IsNew', '$Prior', '$Count'],
  actionAvailability: ['$User', '$Clock', '$Count'],
  actionGuard: ['$User', '$Clock', '$Prior', '$Count'],
  actionSet: ['$User', '$Clock'],
  listViewFilter: ['$User', '$Clock'],
  sharingRule: ['$User', '$Clock'],
  scenario: ['$User', '$Clock'],
} as const satisfies Readonly<Record<string, readonly GlobalFact[]>>;
export type ConditionPlace = keyof typeof CONDITION_GLOBALS;

/** Facts of a record: its fields, paths to the fields of the records it points to, and the globals allowed here. */
export function conditionScope(
  model: Pick<ModelView, 'objects'>,
  object: ObjectView,
  globals: readonly GlobalFact[],
): ConditionScope {
  const surroundings = { model, object, allowed: new Set(globals) };
  return {
    typeOf: ([first = '', ...rest]) =>
      first.startsWith('$') ? globalType(surroundings, first, rest) : pathType(model, object, [first, ...rest]),
    nearest: (path) => nearest(surroundings, path),
  };
}

/** What is wrong with a condition at a place of the metadata. */
export function checkCondition(
  model: Pick<ModelView, 'objects'>,
  object: ObjectView,
  {
    condition,
    place,
    pointer,
  }: { readonly condition: unknown; readonly place: ConditionPlace; readonly pointer: string },
): Finding[] {
  const scope = conditionScope(model, object, CONDITION_GLOBALS[place]);
  const { problems } = parseCondition(condition, scope);
  return problems.map((problem) => ({ ...problem, pointer: pointer + problem.pointer }));
}

interface Surroundings {
  readonly model: Pick<ModelView, 'objects'>;
  readonly object: ObjectView;
  readonly allowed: ReadonlySet<GlobalFact>;
}

/** The globals of the clock, which needs no record. */
export const CLOCK: ReadonlyMap<string, FactType> = new Map([
  ['$Now', { valueClass: 'datetime', label: 'now' }],
  ['$Today', { valueClass: 'date', label: 'today' }],
]);

/** What every principal knows of itself without a query. */
export const USER_FIELDS: ReadonlySet<string> = new Set(['Id', 'Username', 'Name', 'Email']);

function globalType(
  { model, object, allowed }: Surroundings,
  first: string,
  rest: readonly string[],
): FactType | undefined {
  const [name = ''] = rest;
  if (rest.length === 0) {
    if (first === '$IsNew' && allowed.has('$IsNew')) return { valueClass: 'boolean', label: 'the record is new' };
    return allowed.has('$Clock') ? CLOCK.get(first) : undefined;
  }
  if (rest.length > 1) return undefined;
  if (first === '$User' && allowed.has('$User')) return USER_FIELDS.has(name) ? userType(model, rest) : undefined;
  if (first === '$Prior' && allowed.has('$Prior')) return pathType(model, object, rest);
  if (first !== '$Count' || !allowed.has('$Count')) return undefined;
  const child = object.children.find((each) => each.name === name);
  return child && { valueClass: 'number', label: `the number of ${child.label}` };
}

function userType(model: Pick<ModelView, 'objects'>, path: readonly string[]): FactType | undefined {
  const user = model.objects.get('User');
  return user && pathType(model, user, path);
}

function pathType(
  model: Pick<ModelView, 'objects'>,
  object: ObjectView,
  path: readonly string[],
): FactType | undefined {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    const field = object.fields.get(first);
    return field && factType(field);
  }
  const next = followRelationship(model, object, first);
  return next && pathType(model, next, rest);
}

function factType(field: FieldView): FactType {
  const choices = field.values?.map(({ value }) => value);
  return { valueClass: fieldTypes[field.type].valueClass, label: field.label, ...(choices ? { choices } : {}) };
}

/** The nearest path that exists, put right at its first wrong step. */
function nearest({ model, object, allowed }: Surroundings, path: readonly string[]): string | undefined {
  const [first = '', ...rest] = path;
  if (first === '$Prior' && allowed.has('$Prior'))
    return under('$Prior', nearMiss(rest.join('.'), object.fields.keys()));
  if (first === '$User' && allowed.has('$User')) return under('$User', nearMiss(rest.join('.'), USER_FIELDS));
  if (first === '$Count' && allowed.has('$Count')) {
    return under(
      '$Count',
      nearMiss(
        rest.join('.'),
        object.children.map(({ name }) => name),
      ),
    );
  }
  const next = rest.length === 0 ? undefined : followRelationship(model, object, first);
  if (next !== undefined) return under(first, nearest({ model, object: next, allowed: new Set() }, rest));
  const globals = [...allowed].flatMap((name) => (name === '$Clock' ? [...CLOCK.keys()] : name));
  const fields = rest.length === 0 ? object.fields.keys() : [];
  return nearMiss(first, [...fields, ...relationshipNames(object), ...globals]);
}

function under(first: string, rest: string | undefined): string | undefined {
  return rest === undefined ? undefined : `${first}.${rest}`;
}
