import { nearMiss } from '../near-miss.ts';
import type { ElementId } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Problem } from '../problem.ts';
import { type Dropped, loadDropped } from '../store/dropped-rows.ts';
import type { Store } from '../store/store.ts';
import type { DeployPlan } from './deploy-result.ts';
import { elementLabel } from './diff-elements.ts';
import { type Purged, purge } from './purge.ts';
import type { DeployRequest } from './request.ts';

/** Something removed whose values are there still: by a rollback or a redeploy it comes back with them. */
export interface DroppedData {
  readonly element: ElementId;
  readonly label: string;
  /** Records of a table; of a column those that hold a value. */
  readonly records: number;
  /** True for what a change of the field's type left behind: the field is there, and has its values anew. */
  readonly isLeftBehind: boolean;
  readonly by: string;
  readonly at: string;
  /** From then on the values may be gone for good. */
  readonly until: string;
  readonly deploy: string;
}

/** What was removed and can still be brought back, the latest last. */
export async function listDropped(store: Store): Promise<readonly DroppedData[]> {
  const kept = await loadDropped(store.pool, store.schema, 'kept');
  const counts = await countValues(store, kept);
  return kept.map(({ id, element, isLeftBehind, by, at, until, deploy }) => {
    const address = parseElementId(element);
    return {
      element,
      label: address ? elementLabel(address) : element,
      records: counts.get(id) ?? 0,
      isLeftBehind,
      by,
      at: at.toISOString(),
      until: until.toISOString(),
      deploy,
    };
  });
}

/** Purges what one removed element left, before its time. */
export async function purgeElement(store: Store, element: ElementId, who: { by: string; now: Date }): Promise<Purged> {
  const kept = await loadDropped(store.pool, store.schema, 'kept');
  const wanted = kept.filter((dropped) => dropped.element === element);
  if (wanted.length > 0) return purge(store, wanted, who);
  const elements = kept.map((dropped) => dropped.element);
  const suggestion = nearMiss(element, elements);
  const message = `Nothing is kept of ${element}. ${elements.length === 0 ? 'Nothing removed is kept at all.' : '`formwork dropped` lists what is.'}`;
  const problem: Problem = { code: 'NOTHING_KEPT', severity: 'error', message, found: element };
  return { purged: [], problems: [suggestion === undefined ? problem : { ...problem, suggestion }] };
}

/** Says of a rollback what it brings back without its values, because these were purged since. */
export async function warnOfPurged(store: Store, request: DeployRequest, { elements }: DeployPlan): Promise<Problem[]> {
  if (request.kind !== 'rollback') return [];
  const purged = await loadDropped(store.pool, store.schema, 'purged');
  const added = new Map(elements.filter(({ change }) => change === 'added').map((each) => [each.element, each.label]));
  return purged
    .filter(({ deploy, element }) => deploy === request.deploy && added.has(element))
    .map(({ element, purgedAt }) => ({
      code: 'VALUES_PURGED',
      severity: 'warning',
      message: `${added.get(element)} comes back empty: its values were purged on ${purgedAt?.toISOString().slice(0, 10)}.`,
      element,
    }));
}

/** Counts values in one statement per table, however many of its columns were dropped. */
async function countValues({ pool, schema }: Store, kept: readonly Dropped[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const [table, dropped] of Map.groupBy(kept, (each) => each.table)) {
    const booleans = await booleanColumns({ pool, schema }, table);
    const holds = ({ column }: Dropped) => {
      if (column === undefined) return 'true';
      return booleans.has(column) ? quoteIdentifier(column) : `${quoteIdentifier(column)} is not null`;
    };
    const columns = dropped.map((each) => `count(*) filter (where ${holds(each)})`);
    const text = `select ${columns.join(', ')} from ${qualified(schema, table)} where not "is_deleted"`;
    const { rows } = await pool.query<string[]>({ text, rowMode: 'array' });
    for (const [index, { id }] of dropped.entries()) counts.set(id, Number(rows[0]?.[index] ?? 0));
  }
  return counts;
}

/** A checkbox is never blank: the ticked ones hold something. */
async function booleanColumns({ pool, schema }: Pick<Store, 'pool' | 'schema'>, table: string): Promise<Set<string>> {
  const { rows } = await pool.query<{ column_name: string }>(
    `select column_name from ${qualified(schema, 'fw_column')} where table_name = $1 and sql_type = 'boolean'`,
    [table],
  );
  return new Set(rows.map(({ column_name }) => column_name));
}
