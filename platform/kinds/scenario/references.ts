import type { Json, JsonObject } from '../../json.ts';
import { fieldOfFact } from '../condition-names.ts';
import { lastName } from '../field-name.ts';
import { recordNames } from '../record-names.ts';
import type { KindReferences, Named, Names } from '../reference.ts';
import { eachOf, membersOf } from '../reference-properties.ts';

/** A scenario names what its people hold, and objects, fields, values, actions, rules and views in what they do. */
export const scenarioReferences: KindReferences = {
  properties: (element, names) => {
    const [collection] = element.path;
    if (collection === 'people') return personNames(element, names);
    if (collection === 'given') return givenNames(element, names);
    return collection === 'steps' ? stepNames(element, names) : {};
  },
};

const GIVEN = 'a record of a scenario';
const DONE = 'what a scenario does';
const EXPECTED = 'what a scenario expects';

function personNames({ properties }: Named, names: Names) {
  const { permissionSets, role, values } = properties;
  const held = (name: Json) => names.component('permissionSet', name, 'held by a person of a scenario');
  return {
    permissionSets: eachOf(permissionSets, held),
    role: names.component('role', role, 'the role of a person of a scenario'),
    values: recordNames('User', { record: values, how: GIVEN }, names),
  };
}

function givenNames({ properties }: Named, names: Names) {
  const { object, values, where } = properties;
  return {
    object: names.component('object', object, GIVEN),
    values: recordNames(textOr(object), { record: values, how: GIVEN }, names),
    where: names.condition(textOr(object), where, GIVEN),
  };
}

function stepNames(step: Named, names: Names) {
  const { object: named, values, inputs, where, action, view, select, expect } = step.properties;
  const object = textOr(named) || objectOfRecord(step, names);
  const entered = isToBeRefused(expect) ? onlyKnownChoices(names) : names;
  return {
    object: names.component('object', named, DONE),
    values: recordNames(object, { record: values, how: DONE }, entered),
    inputs: recordNames(object, { record: inputs, how: DONE }, entered),
    where: names.condition(object, where, DONE),
    select: eachOf(select, (path) => names.path(object, path, DONE)),
    action: partName('action', object, { name: action, how: DONE, names }),
    view: partName('listView', object, { name: view, how: DONE, names }),
    expect: expectedNames({ object, action: textOr(action), expect }, names),
  };
}

function isToBeRefused(expect: Json | undefined): boolean {
  return typeof expect === 'object' && expect !== null && 'errors' in expect;
}

/** Whoever wants to be refused may enter a value that no picklist has: that names nothing. */
function onlyKnownChoices(names: Names): Names {
  const isKnown = (object: string, field: string, value: Json) =>
    typeof value === 'string' &&
    names.scope.propertyOf({ kind: 'field', component: `${object}.${field}`, path: ['values', value] }, 'label') !==
      undefined;
  return {
    ...names,
    choice: (object, field, value, how) =>
      [value].flat().every((each) => isKnown(object, field, each ?? null))
        ? names.choice(object, field, value, how)
        : value,
  };
}

interface Expected {
  readonly object: string;
  readonly action: string;
  readonly expect: Json | undefined;
}

function expectedNames({ object, action, expect }: Expected, names: Names): Json | undefined {
  const actions = (list: Json | undefined) =>
    eachOf(list, (name) => partName('action', object, { name, how: EXPECTED, names }) ?? null);
  return membersOf(expect, ({ errors, values, records, created, offers, withholds, fields }) => ({
    errors: eachOf(errors, (error) => refusalNames(error, { object, action }, names)),
    values: pathNames(object, values, names),
    records: eachOf(records, (found) => foundNames(found, names)),
    created: eachOf(created, (found) => foundNames(found, names)),
    offers: actions(offers),
    withholds: actions(withholds),
    fields: membersByField(object, fields, names),
  }));
}

function refusalNames(error: Json, { object, action }: Pick<Expected, 'object' | 'action'>, names: Names): Json {
  const guarded = { kind: 'action', component: `${object}.${action}`, path: [] } as const;
  const renamed = membersOf(error, ({ rule, guard, field }) => ({
    rule: partName('validationRule', object, { name: rule, how: EXPECTED, names }),
    guard: names.item(guarded, 'guards', { name: guard, how: EXPECTED }),
    field: names.field(object, field, EXPECTED),
  }));
  return renamed ?? null;
}

function foundNames(found: Json, names: Names): Json {
  const renamed = membersOf(found, ({ object, where, values }) => ({
    object: names.component('object', object, EXPECTED),
    where: names.condition(textOr(object), where, EXPECTED),
    values: pathNames(textOr(object), values, names),
  }));
  return renamed ?? null;
}

/** Values by field path. */
function pathNames(object: string, values: Json | undefined, names: Names): Json | undefined {
  return mapMembers(values, ([path, value]) => {
    const field = fieldOfFact(names, object, path);
    const renamed = field === undefined ? value : names.choice(field.object, field.name, value, EXPECTED);
    return [names.path(object, path, EXPECTED), renamed];
  });
}

function membersByField(object: string, fields: Json | undefined, names: Names): Json | undefined {
  return mapMembers(fields, ([field, right]) => [names.field(object, field, EXPECTED), right]);
}

function mapMembers(value: Json | undefined, map: (member: [string, Json]) => [string, Json]): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(map)); // neither a list nor null
}

interface Part {
  readonly name: Json | undefined;
  readonly how: string;
  readonly names: Names;
}

/** A part of an object that is named without it. */
function partName(kind: 'action' | 'listView' | 'validationRule', object: string, { name, how, names }: Part) {
  return typeof name === 'string' ? lastName(names.component(kind, `${object}.${name}`, how)) : name;
}

/** The object of the record that a step is about: one of the people, of what is given, or of an earlier step. */
function objectOfRecord({ component, properties }: Named, { scope }: Names): string {
  const record = textOr(properties.record);
  const objectOf = (collection: string) =>
    textOr(scope.propertyOf({ kind: 'scenario', component, path: [collection, record] }, 'object'));
  return objectOf('given') || objectOf('steps') || 'User';
}

function textOr(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
