import type { Context } from '../context.ts';
import { type GlobalName, globalValue } from './globals.ts';
import type { PlanValue } from './plan.ts';

/**
 * What a compiled statement sends for one of its placeholders. What differs per person, per moment or per call is
 * named here and looked up when the statement runs, so that one statement serves everybody of an access class.
 */
export type Parameter =
  | { readonly from: 'plan'; readonly slot: number }
  | { readonly from: 'constant'; readonly value: PlanValue }
  | { readonly from: 'global'; readonly name: GlobalName }
  | { readonly from: 'subordinateRoles' };

/** Values of a statement's placeholders, in their order. */
export function resolveParameters(
  parameters: readonly Parameter[],
  planValues: readonly PlanValue[],
  context: Pick<Context, 'principal' | 'now'>,
): readonly unknown[] {
  return parameters.map((parameter) => resolve(parameter, planValues, context));
}

function resolve(
  parameter: Parameter,
  planValues: readonly PlanValue[],
  context: Pick<Context, 'principal' | 'now'>,
): unknown {
  switch (parameter.from) {
    case 'plan':
      return planValues[parameter.slot];
    case 'constant':
      return parameter.value;
    case 'global':
      return globalValue(parameter.name, context);
    case 'subordinateRoles':
      return context.principal.subordinateRoles;
  }
}
