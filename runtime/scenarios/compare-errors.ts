import type { Json } from '../../platform/json.ts';
import type { Refusal } from '../../platform/kinds/scenario/schema.ts';
import { elementId } from '../../platform/packages/element-id.ts';
import type { ApiError } from '../errors.ts';
import { toldError } from './cast.ts';
import type { Failure } from './result.ts';

interface Refused {
  readonly expected: readonly Refusal[] | undefined;
  readonly actual: readonly ApiError[];
  readonly object: string;
  readonly action: string | undefined;
  /** Pointer to the step. */
  readonly pointer: string;
}

/** How the errors of a step differ from those expected: each expected one is there, and there is no other. */
export function compareErrors({ expected, actual, object, action, pointer }: Refused): Failure[] {
  const told = actual.map(toldError);
  if (expected === undefined) {
    if (actual.length === 0) return [];
    const message = `The step was refused: ${actual.map((error) => error.message).join(' ')}`;
    return [{ pointer, message, expected: 'done', actual: told }];
  }
  const at = `${pointer}/expect/errors`;
  if (actual.length === 0)
    return [{ pointer: at, message: 'The step was not refused.', expected: expected as Json, actual: 'done' }];
  const left = [...actual];
  const missing = expected.flatMap((refusal, index) => {
    const match = left.findIndex((error) => matches(error, refusal, { object, action }));
    if (match >= 0) left.splice(match, 1);
    return match >= 0 ? [] : [{ refusal, index }];
  });
  return [
    ...missing.map(({ refusal, index }) => ({
      pointer: `${at}/${index}`,
      message: 'The step was refused, and not for this reason.',
      expected: refusal as Json,
      actual: told,
    })),
    ...(missing.length === 0 && left.length > 0
      ? [{ pointer: at, message: 'The step was refused for more reasons.', expected: [], actual: left.map(toldError) }]
      : []),
  ];
}

function matches(
  error: ApiError,
  { rule, guard, field, code, message }: Refusal,
  { object, action }: Pick<Refused, 'object' | 'action'>,
): boolean {
  const ruleId = rule && elementId({ kind: 'validationRule', component: `${object}.${rule}`, path: [] });
  const guardId = guard && elementId({ kind: 'action', component: `${object}.${action}`, path: ['guards', guard] });
  return (
    (ruleId === undefined || error.element === ruleId) &&
    (guardId === undefined || error.element === guardId) &&
    (field === undefined || error.fields?.includes(field) === true) &&
    (code === undefined || error.errorCode === code) &&
    (message === undefined || error.message === message)
  );
}
