import type { Finding } from '../finding.ts';
import { danglingReference, finding } from '../findings.ts';
import type { ComponentView, ModelView } from '../model-view.ts';
import type { RoleProperties } from './schema.ts';

/** The role above exists, and no role stands above itself. */
export function checkRole({ name, value }: ComponentView, { roles }: ModelView): Finding[] {
  const { parent } = value as RoleProperties; // fits the kind's schema
  if (parent === undefined) return [];
  if (!roles.has(parent)) {
    return [danglingReference({ pointer: '/parent', what: 'role', found: parent, candidates: roles.keys() })];
  }
  const above: string[] = [name];
  for (let at: string | undefined = parent; at !== undefined; at = roles.get(at)?.parent) {
    above.push(at);
    if (at === name)
      return [
        finding('CIRCULAR_ROLES', '/parent', `Roles stand above each other in a circle: ${above.join(' → ')}.`, parent),
      ];
    if (above.indexOf(at) < above.length - 1) return [];
  }
  return [];
}
