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
  // Access predicates name the person and the day many times over: each is looked up once.
  const globals = new Map<GlobalName, string>();
  const global = (name: GlobalName) => {
    const value = globals.get(name) ?? globalValue(name, context);
    globals.set(name, value);
    return value;
  };
  return parameters.map((parameter) => resolve(parameter, { planValues, principal: context.principal, global }));
}

interface Values extends Pick<Context, 'principal'> {
  readonly planValues: readonly PlanValue[];
  readonly global: (name: GlobalName) => string;
}

function resolve(parameter: Parameter, { planValues, principal, global }: Values): unknown {
  switch (parameter.from) {
    case 'plan':
      return planValues[parameter.slot];
    case 'constant':
      return parameter.value;
    case 'global':
      return global(parameter.name);
    case 'subordinateRoles':
      return principal.subordinateRoles;
  }
}
