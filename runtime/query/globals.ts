import type { ValueClass } from '../../platform/fields/field-type.ts';
import type { Context } from '../context.ts';
import type { Principal } from '../security/principal.ts';
import { dayIn } from './time-zone.ts';

/** Values of the person and the moment that a condition may name. In SQL each is a parameter, never a literal. */
export const GLOBALS = {
  '$User.Id': { valueClass: 'id', of: ({ principal }) => principal.userId },
  '$User.Username': { valueClass: 'text', of: ({ principal }) => principal.username },
  '$User.Name': { valueClass: 'text', of: ({ principal }) => principal.name },
  '$User.Email': { valueClass: 'text', of: ({ principal }) => principal.email },
  $Now: { valueClass: 'datetime', of: ({ now }) => now.toISOString() },
  $Today: { valueClass: 'date', of: ({ now, principal }) => dayIn(now, principal.timeZone) },
} as const satisfies Readonly<Record<string, Global>>;

export type GlobalName = keyof typeof GLOBALS;

interface Global {
  readonly valueClass: ValueClass;
  readonly of: (asked: { readonly principal: Principal; readonly now: Date }) => string;
}

/** The global that a path names; undefined for a path to a field and for a global that records alone do not settle. */
export function globalOf(path: readonly string[]): GlobalName | undefined {
  const name = path.join('.');
  return Object.hasOwn(GLOBALS, name) ? (name as GlobalName) : undefined; // hasOwn has just shown it
}

/** True for a path that begins with `$`, known or not. */
export function isGlobal(path: readonly string[]): boolean {
  return path[0]?.startsWith('$') === true;
}

/** Value of a global in a request. */
export function globalValue(name: GlobalName, context: Pick<Context, 'principal' | 'now'>): string {
  return GLOBALS[name].of(context);
}
