import { refuse } from '../errors.ts';

/** Each is a join with its own access rules: PostgreSQL thinks for seconds about a hundred of them. */
const MAX_RELATIONSHIPS = 35;

/** Refuses field paths from outside that follow too many different relationships between them. */
export function checkRelationships(paths: Iterable<readonly string[]>): void {
  const followed = new Set<string>();
  for (const path of paths)
    for (let depth = 1; depth < path.length; depth++) followed.add(path.slice(0, depth).join('.').toLowerCase());
  if (followed.size <= MAX_RELATIONSHIPS) return;
  throw refuse(
    'MALFORMED_QUERY',
    `no more than ${MAX_RELATIONSHIPS} child-to-parent relationships can be specified in a query; this one follows ${followed.size}`,
  );
}
