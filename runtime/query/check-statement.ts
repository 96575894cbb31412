import { AliasNode, AndNode, IdentifierNode, type OperationNode, SelectQueryNode, TableNode } from 'kysely';
import type { AuthorizedPlan } from '../security/authorize.ts';

/**
 * The second line of defence, on the statement itself: every table that it reads stands in its FROM or in a join, and
 * carries there the predicate that security made for it. Anything else does not run. `access` holds the predicates by
 * the number of the table's alias (`t0`, `t1`, …). Tables may be read freely only below what security itself made.
 */
export function checkStatement(select: SelectQueryNode, schema: string, allowed: Allowed): void {
  const { access } = allowed;
  const reading = countedSelect(select) ?? select;
  const tables = new Set<OperationNode>();
  for (const from of reading.from?.froms ?? [])
    tables.add(guardedTable(from, { condition: reading.where?.where, access }));
  for (const join of reading.joins ?? []) tables.add(guardedTable(join.table, { condition: join.on?.on, access }));
  if (tables.size !== access.length) throw unguarded(`${tables.size} tables, ${access.length} access predicates`);
  refuseStrayTables(select, { schema, tables, guards: madeBySecurity(allowed) });
}

type Allowed = Pick<AuthorizedPlan, 'access' | 'flags' | 'ownFacts'>;

function madeBySecurity({ access, flags, ownFacts }: Allowed): ReadonlySet<OperationNode> {
  const facts = [...ownFacts.values()].map((fact) => fact.sql.toOperationNode());
  return new Set([...access, ...flags.map(({ node }) => node), ...facts]);
}

/** The select that another one only counts. */
function countedSelect(select: SelectQueryNode): SelectQueryNode | undefined {
  const [from, ...more] = select.from?.froms ?? [];
  const isWrapper = from && AliasNode.is(from) && SelectQueryNode.is(from.node);
  if (!isWrapper) return undefined;
  if (more.length > 0 || select.joins || select.where) throw unguarded('a subselect beside other sources');
  return from.node as SelectQueryNode; // SelectQueryNode.is has just said so
}

interface Guarding {
  readonly condition: OperationNode | undefined;
  readonly access: readonly OperationNode[];
}

/** The table of one source, after a look that its predicate is one of the conditions that must all hold. */
function guardedTable(source: OperationNode, { condition, access }: Guarding): TableNode {
  if (!AliasNode.is(source) || !TableNode.is(source.node) || !IdentifierNode.is(source.alias))
    throw unguarded('a source that is no plain table');
  const alias = source.alias.name;
  const index = /^t(\d+)$/.exec(alias)?.[1];
  const guard = index === undefined ? undefined : access[Number(index)];
  if (!guard || !condition || !conjuncts(condition).includes(guard)) throw unguarded(alias);
  return source.node;
}

function conjuncts(condition: OperationNode): readonly OperationNode[] {
  return AndNode.is(condition) ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];
}

/** Outside the predicates, the org's schema may be named by the guarded tables alone. */
function refuseStrayTables(
  node: unknown,
  known: { readonly schema: string; readonly tables: ReadonlySet<unknown>; readonly guards: ReadonlySet<unknown> },
): void {
  if (typeof node !== 'object' || node === null || known.tables.has(node) || known.guards.has(node)) return;
  if ('kind' in node) {
    const { kind } = node;
    if (kind === 'TableNode' || (kind === 'IdentifierNode' && 'name' in node && node.name === known.schema))
      throw unguarded('a table outside FROM and the joins');
    if (kind === 'ValueNode') return;
  }
  for (const child of Object.values(node)) refuseStrayTables(child, known);
}

function unguarded(what: string): Error {
  return new Error(`Refused to run a statement that reads a table without its access predicate: ${what}.`);
}
