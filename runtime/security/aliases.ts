/** Gives the next table name of a statement: `a1`, `a2`, … */
export type Aliases = () => string;

/** Names for the subselects of one statement; the tables of the query itself are `t0`, `t1`, … */
export function aliases(prefix = 'a'): Aliases {
  let count = 0;
  return () => `${prefix}${++count}`;
}
