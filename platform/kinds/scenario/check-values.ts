import { fieldTypes } from '../../fields/registry.ts';
import type { Json } from '../../json.ts';
import { CONDITION_GLOBALS, checkCondition, conditionScope } from '../condition-scope.ts';
import { resolveFieldPath } from '../field-path.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { FieldView, ObjectView } from '../model-view.ts';
import { checkReference, checkValue, relationOf, unknownMember } from '../record-values.ts';
import { type Cast, checkRef } from './cast.ts';
import { factOf, refOf, refsIn, replaceRefs } from './reference.ts';

type Values = Readonly<Record<string, unknown>>;

interface Written {
  readonly values: Values | undefined;
  readonly pointer: string;
  /** Whether the values must fit; what is written to be refused need not. */
  readonly mustFit: boolean;
}

/** Values that somebody enters: fields that exist, records and globals that are there, values that fit. */
export function checkWritten(cast: Cast, object: ObjectView, { values = {}, pointer, mustFit }: Written): Finding[] {
  return Object.entries(values).flatMap(([name, given]) => {
    const value = given as Json; // it was read from JSON
    const at = pointer + pointerTo(name);
    const field = object.fields.get(name);
    if (field === undefined) {
      const relation = relationOf(object, name);
      return relation === undefined
        ? [unknownMember(object, name, at)]
        : checkReference(cast.model, relation, { value, pointer: at });
    }
    const special = checkSpecial(cast, object, { field, value, pointer: at });
    return special ?? (mustFit ? checkValue(field, value, at) : []);
  });
}

/** Values that somebody expects, by field path. Fields that only the engine writes can be expected, too. */
export function checkExpected(
  cast: Cast,
  object: ObjectView,
  { values = {}, pointer }: Pick<Written, 'values' | 'pointer'>,
): Finding[] {
  return Object.entries(values).flatMap(([path, given]) => {
    const value = given as Json; // it was read from JSON
    const at = pointer + pointerTo(path);
    const { field, findings } = resolveFieldPath(cast.model, object, { path, pointer: at });
    if (field === undefined) return findings;
    const special = checkSpecial(cast, object, { field, value, pointer: at });
    if (special !== undefined) return special;
    const parsed = fieldTypes[field.type].parse(value, field, field.label);
    return parsed.ok ? [] : [finding('WRONG_VALUE', at, parsed.message, value)];
  });
}

/** A condition on records; a value may be `{ "ref": … }`. */
export function checkWhere(
  cast: Cast,
  object: ObjectView,
  { condition, pointer }: { readonly condition: unknown; readonly pointer: string },
): Finding[] {
  if (condition === undefined) return [];
  const json = condition as Json; // it was read from JSON
  const refs = refsIn(json, pointer).flatMap((ref) => checkRef(cast, ref));
  return [
    ...refs,
    ...checkCondition(cast.model, object, { condition: replaceRefs(json, () => ANY_ID), place: 'scenario', pointer }),
  ];
}

/** Stands for the id of a record that is not made yet. */
const ANY_ID = '000000000000000AAA';

interface Valued {
  readonly field: FieldView;
  readonly value: Json;
  readonly pointer: string;
}

/** What is wrong with `{ "ref": … }` and `{ "fact": … }`; undefined for any other value. */
function checkSpecial(cast: Cast, object: ObjectView, { field, value, pointer }: Valued): Finding[] | undefined {
  const ref = refOf(value);
  if (ref !== undefined) {
    if (field.references !== undefined)
      return checkRef(cast, { name: ref, pointer: `${pointer}/ref`, wanted: field.references });
    const message = `${field.name} is of type ${field.type}, which points to no record.`;
    return [finding('WRONG_REFERENCE', pointer, message, ref)];
  }
  const fact = factOf(value);
  return fact === undefined ? undefined : checkFact(cast, object, { field, fact, pointer: `${pointer}/fact` });
}

function checkFact(
  { model }: Cast,
  object: ObjectView,
  { field, fact, pointer }: { readonly field: FieldView; readonly fact: string; readonly pointer: string },
): Finding[] {
  const scope = conditionScope(model, object, CONDITION_GLOBALS.scenario);
  const type = fact.startsWith('$') ? scope.typeOf(fact.split('.')) : undefined;
  if (type === undefined) return [danglingReference({ pointer, what: 'fact', found: fact, candidates: FACTS })];
  if (type.valueClass === fieldTypes[field.type].valueClass) return [];
  return [finding('WRONG_VALUE', pointer, `${field.label} cannot hold ${type.label}: the types differ.`, fact)];
}

const FACTS = ['$Now', '$Today', '$User.Id', '$User.Username', '$User.Name', '$User.Email'];
