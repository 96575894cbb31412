import type { Json } from '../json.ts';
import { conditionNames } from './condition-names.ts';
import { childRelationshipName, lastName, relationshipName } from './field-name.ts';
import type { Names, ReferenceScope, Target } from './reference.ts';

/** Is told what a name leads to, and gives the address that the same thing has from now on. */
export type VisitName = (target: Target, how: string) => Target;

/** What a traversal calls for each name, in a scope; `visit` hears of what the names lead to. */
export function namesOf(scope: ReferenceScope, visit: VisitName): Names {
  const surroundings = { scope, visit };
  const names: Names = {
    scope,
    component: (kind, name, how) => ofText(name, (text) => visit({ kind, component: text, path: [] }, how).component),
    item: ({ path, ...component }, collection, { name, how }) =>
      ofText(name, (text) => visit({ ...component, path: [...path, collection, text] }, how).path.at(-1) ?? text),
    field: (object, name, how) => ofText(name, (text) => fieldName(surroundings, object, { name: text, how })),
    path: (object, path, how) => ofText(path, (text) => pathName(surroundings, object, { name: text, how })),
    fact: (object, fact, how) => ofText(fact, (text) => factName(surroundings, object, { name: text, how })),
    children: (object, name, how) => ofText(name, (text) => childrenName(surroundings, object, { name: text, how })),
    choice: (object, field, value, how) => choiceNames(surroundings, { object, field, how }, value),
    condition: (object, condition, how) => conditionNames(names, condition, { object, how }),
  };
  return names;
}

interface Surroundings {
  readonly scope: ReferenceScope;
  readonly visit: VisitName;
}

interface Name {
  readonly name: string;
  readonly how: string;
}

function ofText<T extends Json | undefined>(name: T, rename: (text: string) => string): T | string {
  return typeof name === 'string' && name !== '' ? rename(name) : name;
}

function fieldName({ visit }: Surroundings, object: string, { name, how }: Name): string {
  return lastName(visit({ kind: 'field', component: `${object}.${name}`, path: [] }, how).component);
}

/** A step that leads nowhere ends what can be known of a path. */
function pathName(surroundings: Surroundings, object: string, { name, how }: Name): string {
  const dot = name.indexOf('.');
  if (dot === -1) return fieldName(surroundings, object, { name, how });
  const [step, rest] = [name.slice(0, dot), name.slice(dot + 1)];
  const field = surroundings.scope.relationship(object, step);
  if (field?.references === undefined) return name;
  const renamed = relationshipName(fieldName(surroundings, object, { name: field.name, how }));
  return `${renamed}.${pathName(surroundings, field.references, { name: rest, how })}`;
}

/** Globals of time and of the record's being new speak of no field. */
function factName(surroundings: Surroundings, object: string, { name, how }: Name): string {
  if (!name.startsWith('$')) return pathName(surroundings, object, { name, how });
  const dot = name.indexOf('.');
  const [global, rest] = [name.slice(0, dot), { name: name.slice(dot + 1), how }];
  if (global === '$Prior') return `$Prior.${pathName(surroundings, object, rest)}`;
  if (global === '$User') return `$User.${pathName(surroundings, 'User', rest)}`;
  if (global === '$Count') return `$Count.${childrenName(surroundings, object, rest)}`;
  return name;
}

/** A name of children follows the field that makes them children, where that changes between custom and standard. */
function childrenName(surroundings: Surroundings, object: string, { name, how }: Name): string {
  const child = surroundings.scope.child(object, name);
  if (child === undefined) return name;
  const field = fieldName(surroundings, child.object, { name: child.name, how });
  const said = surroundings.scope.property('field', `${child.object}.${child.name}`, 'childRelationship');
  return typeof said === 'string' ? childRelationshipName(field, said) : name;
}

interface ChoicePlace {
  readonly object: string;
  readonly field: string;
  readonly how: string;
}

/** Fields of several choices are written as a list, or as `a;b`. Values of other fields than picklists name nothing. */
function choiceNames<T extends Json | undefined>(surroundings: Surroundings, place: ChoicePlace, value: T): T | Json {
  const type = surroundings.scope.field(place.object, place.field)?.type;
  const one = (each: Json | undefined) => ofText(each, (text) => choiceName(surroundings, place, text));
  if (type === 'Picklist') return one(value) as T | Json; // what is no text comes back as it is
  if (type !== 'MultiPicklist') return value;
  if (typeof value === 'string') return value.split(';').map(one).join(';');
  return Array.isArray(value) ? value.map((each: Json) => one(each) ?? each) : value;
}

function choiceName({ scope, visit }: Surroundings, { object, field, how }: ChoicePlace, text: string): string {
  const value = scope.choice(object, field, text.trim());
  const { path } = visit({ kind: 'field', component: `${object}.${field}`, path: ['values', value] }, how);
  const renamed = path[1] ?? value;
  return renamed === value ? text : renamed;
}
