import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ObjectView } from '../model-view.ts';
import { type Cast, checkRef, objectNamed } from './cast.ts';
import { checkExpected, checkWhere } from './check-values.ts';
import { type Expectation, FIELD_RIGHTS, type FoundRecords, type Refusal, type StepProperties } from './schema.ts';
import { STEPS } from './steps.ts';

interface Expecting {
  readonly step: StepProperties;
  /** Object of the step's record or list; undefined where the step names none that exists. */
  readonly object: ObjectView | undefined;
  readonly pointer: string;
}

/** What is expected can come of such a step, and names what is there. */
export function checkExpectation(cast: Cast, { step, object, pointer }: Expecting): Finding[] {
  const { expect } = step;
  if (expect === undefined) return [];
  const at = `${pointer}/expect`;
  const records = (['records', 'created'] as const).flatMap((list) =>
    (expect[list] ?? []).flatMap((each, index) => checkFound(cast, each, at + pointerTo(list, index))),
  );
  return [
    ...checkFitting(step, expect, at),
    ...records,
    ...(object === undefined ? [] : checkOfObject(cast, object, { expect, pointer: at, step })),
    ...(['contains', 'lacks'] as const).flatMap((list) =>
      (expect[list] ?? []).flatMap((name, index) => {
        const wanted = step.do === 'list' && object !== undefined ? { wanted: object.name } : {};
        return checkRef(cast, { name, pointer: at + pointerTo(list, index), ...wanted });
      }),
    ),
  ];
}

/** Each kind of step has outcomes of its own, and a refusal leaves nothing to look at. */
function checkFitting(step: StepProperties, expect: Expectation, pointer: string): Finding[] {
  const { expects } = STEPS[step.do];
  const names = Object.keys(expect) as (keyof Expectation)[]; // the schema admits no other keys
  const unfitting = names.filter((name) => !expects.includes(name));
  const findings = unfitting.map((name) => {
    const message = `A step that does "${step.do}" has no "${name}" to expect; it has ${expects.join(', ')}.`;
    return finding('WRONG_EXPECTATION', pointer + pointerTo(name), message, name);
  });
  const isGone = (step.do === 'create' && expect.errors !== undefined) || expect.seen === false;
  const of = step.do === 'create' ? ['values'] : names.filter((name) => name !== 'seen');
  if (!isGone) return findings;
  const moot = names.filter((name) => of.includes(name) && !unfitting.includes(name));
  return [
    ...findings,
    ...moot.map((name) => {
      const message = `There is no record to look at where ${step.do === 'create' ? 'its creation is refused' : 'it is not seen'}.`;
      return finding('WRONG_EXPECTATION', pointer + pointerTo(name), message, name);
    }),
  ];
}

interface OfObject {
  readonly expect: Expectation;
  readonly pointer: string;
  readonly step: StepProperties;
}

function checkOfObject(cast: Cast, object: ObjectView, { expect, pointer, step }: OfObject): Finding[] {
  return [
    ...checkExpected(cast, object, { values: expect.values, pointer: `${pointer}/values` }),
    ...(expect.errors ?? []).flatMap((each, index) =>
      checkRefusal(object, each, { pointer: pointer + pointerTo('errors', index), action: step.action }),
    ),
    ...(['offers', 'withholds'] as const).flatMap((list) =>
      (expect[list] ?? []).flatMap((found, index) =>
        named(object.actions, { found, what: `action of ${object.name}`, pointer: pointer + pointerTo(list, index) }),
      ),
    ),
    ...Object.entries(expect.fields ?? {}).flatMap(([name, right]) =>
      checkFieldRight(object, { name, right, pointer: pointer + pointerTo('fields', name) }),
    ),
  ];
}

/** A rule, a guard or a field that the object has. */
function checkRefusal(
  object: ObjectView,
  { rule, guard, field, ...rest }: Refusal,
  { pointer, action }: { readonly pointer: string; readonly action: string | undefined },
): Finding[] {
  if ([rule, guard, field, ...Object.values(rest)].every((each) => each === undefined))
    return [finding('MISSING_ITEMS', pointer, 'Say which error is expected: by rule, guard, field, code or message.')];
  const rules = new Map(object.validationRules.map((each) => [each.name, each]));
  const guards = new Map((object.actions.get(action ?? '')?.guards ?? []).map((each) => [each.name, each]));
  return [
    ...named(rules, { found: rule, what: `validation rule of ${object.name}`, pointer: `${pointer}/rule` }),
    ...named(guards, {
      found: guard,
      what: action === undefined ? 'guard without an action:' : `guard of the action ${action}`,
      pointer: `${pointer}/guard`,
    }),
    ...named(object.fields, { found: field, what: `field of ${object.name}`, pointer: `${pointer}/field` }),
  ];
}

function checkFieldRight(
  object: ObjectView,
  { name, right, pointer }: { readonly name: string; readonly right: unknown; readonly pointer: string },
): Finding[] {
  const findings = named(object.fields, { found: name, what: `field of ${object.name}`, pointer });
  if (findings.length > 0 || FIELD_RIGHTS.some((each) => each === right)) return findings;
  return [
    danglingReference({ pointer, what: 'right to a field called', found: String(right), candidates: FIELD_RIGHTS }),
  ];
}

function checkFound(cast: Cast, { object: name, where, values }: FoundRecords, pointer: string): Finding[] {
  const { object, findings } = objectNamed(cast, name, `${pointer}/object`);
  if (object === undefined) return findings;
  return [
    ...checkWhere(cast, object, { condition: where, pointer: `${pointer}/where` }),
    ...checkExpected(cast, object, { values, pointer: `${pointer}/values` }),
  ];
}

function named(
  among: ReadonlyMap<string, unknown>,
  { found, what, pointer }: { readonly found: string | undefined; readonly what: string; readonly pointer: string },
): Finding[] {
  if (found === undefined || among.has(found)) return [];
  return [danglingReference({ pointer, what, found, candidates: among.keys() })];
}
