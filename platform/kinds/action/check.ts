import { parseCondition } from '../../expressions/parse-condition.ts';
import { fieldTypes } from '../../fields/registry.ts';
import { CONDITION_GLOBALS, checkCondition, conditionScope } from '../condition-scope.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentView, FieldView, ModelView, ObjectView } from '../model-view.ts';
import type { ActionGuardProperties, ActionInputProperties, ActionProperties, ActionSetProperties } from './schema.ts';

type Items<T> = Readonly<Record<string, T>>;
type ActionFile = ActionProperties & {
  readonly inputs?: Items<ActionInputProperties>;
  readonly sets?: Items<ActionSetProperties>;
  readonly guards?: Items<ActionGuardProperties>;
};

/** States are values of the state field; inputs and set values fit fields that can be written; conditions hold water. */
export function checkAction({ object: objectName, value }: ComponentView, model: ModelView): Finding[] {
  const action = value as ActionFile; // fits the kind's schema
  const object = model.objects.get(objectName);
  if (object === undefined) return [];
  const { availableWhen } = action;
  return [
    ...checkStates(action, object),
    ...(availableWhen === undefined
      ? []
      : checkCondition(model, object, {
          condition: availableWhen,
          place: 'actionAvailability',
          pointer: '/availableWhen',
        })),
    ...Object.keys(action.inputs ?? {}).flatMap((name) => checkWritten(object, name, pointerTo('inputs', name))),
    ...Object.entries(action.sets ?? {}).flatMap(([name, set]) => checkSet(model, object, { name, set })),
    ...Object.entries(action.guards ?? {}).flatMap(([name, guard]) => checkGuard(model, object, { name, guard })),
  ];
}

function checkStates({ stateField, from, to }: ActionFile, object: ObjectView): Finding[] {
  const field = object.fields.get(stateField);
  if (field === undefined) return [noField(object, stateField, '/stateField')];
  if (field.type !== 'Picklist') {
    return [
      finding(
        'WRONG_FIELD_TYPE',
        '/stateField',
        `States are values of a picklist; ${stateField} is of type ${field.type}.`,
        stateField,
      ),
    ];
  }
  const values = (field.values ?? []).map(({ value }) => value);
  const states = from.map((state, index) => ({ state, pointer: pointerTo('from', index) }));
  if (to !== undefined) states.push({ state: to, pointer: '/to' });
  return states
    .filter(({ state }) => !values.includes(state))
    .map(({ state, pointer }) =>
      danglingReference({ pointer, what: `value of ${stateField}`, found: state, candidates: values }),
    );
}

function checkWritten(object: ObjectView, name: string, pointer: string): Finding[] {
  const field = object.fields.get(name);
  if (field === undefined) return [noField(object, name, pointer)];
  if (field.isWritable) return [];
  return [finding('NOT_WRITABLE', pointer, `${name} is written by the engine alone.`, name)];
}

function checkSet(
  model: ModelView,
  object: ObjectView,
  { name, set }: { name: string; set: ActionSetProperties },
): Finding[] {
  const pointer = pointerTo('sets', name);
  const findings = checkWritten(object, name, pointer);
  const field = object.fields.get(name);
  if (field === undefined || findings.length > 0) return findings;
  if ('fact' in set) return checkSetFact(model, object, { field, fact: set.fact, pointer: `${pointer}/fact` });
  const parsed = fieldTypes[field.type].parse(set.value, field, field.label);
  if (parsed.ok) return [];
  return [{ ...finding('WRONG_VALUE', `${pointer}/value`, parsed.message, set.value), expected: `a value of ${name}` }];
}

/** The fact is one that exists here and whose values the field can hold: it must compare with the field. */
function checkSetFact(
  model: ModelView,
  object: ObjectView,
  { field, fact, pointer }: { field: FieldView; fact: string; pointer: string },
): Finding[] {
  const scope = conditionScope(model, object, CONDITION_GLOBALS.actionSet);
  const type = scope.typeOf(fact.split('.'));
  if (type === undefined) {
    const condition = { fact, operator: 'isBlank', value: true };
    const problems = parseCondition(condition, scope).problems.filter(({ code }) => code === 'UNKNOWN_FACT');
    return problems.map((problem) => ({ ...problem, pointer }));
  }
  const wanted = fieldTypes[field.type].valueClass;
  const isText = (valueClass: string) => valueClass === 'text' || valueClass === 'choice';
  if (type.valueClass === wanted || (wanted === 'text' && isText(type.valueClass))) return [];
  return [finding('WRONG_VALUE', pointer, `${field.label} cannot hold ${type.label}: the types differ.`, fact)];
}

function checkGuard(
  model: ModelView,
  object: ObjectView,
  { name, guard }: { name: string; guard: ActionGuardProperties },
): Finding[] {
  const pointer = pointerTo('guards', name);
  const { errorCondition, errorDisplayField } = guard;
  const findings = checkCondition(model, object, {
    condition: errorCondition,
    place: 'actionGuard',
    pointer: `${pointer}/errorCondition`,
  });
  if (errorDisplayField === undefined || object.fields.has(errorDisplayField)) return findings;
  return [...findings, noField(object, errorDisplayField, `${pointer}/errorDisplayField`)];
}

function noField(object: ObjectView, found: string, pointer: string): Finding {
  return danglingReference({ pointer, what: `field of ${object.name}`, found, candidates: object.fields.keys() });
}
