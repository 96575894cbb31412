import type { ClientBase, Pool } from 'pg';
import { qualified } from '../physical/identifier.ts';
import type { Problem } from '../problem.ts';

/** What to ask of the records that are there before a new version may become live. Planned first, asked later. */
export type DataCheck = RecordCheck | DuplicateCheck;

/** Whether whoever deploys may read a field of every record, so that a problem may show what stands there. */
export type SeesField = (object: string, field: string) => boolean;

/** Records for which a condition holds. */
export interface RecordCheck {
  readonly check: 'records';
  readonly table: string;
  /** SQL condition over the columns of a record. */
  readonly where: string;
  /** The same, of a large table in the commit: by what was prepared there. */
  readonly whereInCommit?: string;
  /** SQL of the value that is at fault. */
  readonly value?: string;
  /** What the records are, for people: "have no value". */
  readonly what: string;
  /** The commit asks again only what can stop it. */
  readonly severity: Problem['severity'];
  readonly shows?: Shown;
  toProblems(faults: Faults): readonly Problem[];
}

/** Values that more than one record has. */
export interface DuplicateCheck {
  readonly check: 'duplicates';
  readonly table: string;
  /** SQL of what is compared. */
  readonly keys: readonly string[];
  readonly severity: 'error';
  readonly shows: Shown;
  toProblems(faults: Faults): readonly Problem[];
}

/** Fields of whose values a problem gives examples, with names of records. Absent where it gives none. */
type Shown = readonly { readonly object: string; readonly field: string }[];

export interface Faults {
  /** How many records, or duplicate values, are at fault. */
  readonly total: number;
  /** The most frequent values first, each with the name of one record that holds it; none where these must not be seen. */
  readonly values: readonly { readonly value: string; readonly count: number; readonly record: string }[];
}

type Db = Pick<ClientBase | Pool, 'query'>;

/** Asks the records; answers every problem that they make, with examples for who may read them. Absent: all may be. */
export async function runDataChecks(
  db: Db,
  schema: string,
  { checks, sees = () => true }: { readonly checks: readonly DataCheck[]; readonly sees?: SeesField | undefined },
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const check of checks) {
    const faults = await findFaults(db, schema, check);
    const isSeen = (check.shows ?? []).every(({ object, field }) => sees(object, field));
    if (faults.total > 0) problems.push(...check.toProblems(isSeen ? faults : { ...faults, values: [] }));
  }
  return problems;
}

/** What is left to ask in the commit: of large tables by what was prepared, which has proven already what is unique. */
export function checksOfCommit(checks: readonly DataCheck[], isBig: (table: string) => boolean): DataCheck[] {
  return checks.flatMap((check): DataCheck[] => {
    if (check.severity !== 'error') return [];
    if (!isBig(check.table)) return [check];
    return check.check === 'duplicates' ? [] : [{ ...check, where: check.whereInCommit ?? check.where }];
  });
}

/** Examples that a message names; a picklist asks for each of its values. */
const MAX_VALUES = 1000;

async function findFaults(db: Db, schema: string, check: DataCheck): Promise<Faults> {
  const { rows } = await db.query<{ value: string | null; count: string; record: string; total: string }>(
    check.check === 'records' ? recordsSql(check, schema) : duplicatesSql(check, schema),
  );
  const values = rows.map(({ value, count, record }) => ({ value: value ?? '', count: Number(count), record }));
  return { total: Number(rows[0]?.total ?? 0), values };
}

function recordsSql({ table, where, value = 'null' }: RecordCheck, schema: string): string {
  return (
    `select (${value})::text as value, count(*) as count, min(coalesce("name", "id")) as record, ` +
    `sum(count(*)) over () as total from ${qualified(schema, table)} ` +
    `where not "is_deleted" and (${where}) group by 1 order by 2 desc, 1 limit ${MAX_VALUES}`
  );
}

function duplicatesSql({ table, keys }: DuplicateCheck, schema: string): string {
  const isFilled = keys.map((key) => `(${key}) is not null`).join(' and ');
  return (
    `select concat_ws(', ', ${keys.join(', ')}) as value, count(*) as count, min(coalesce("name", "id")) as record, ` +
    `count(*) over () as total from ${qualified(schema, table)} ` +
    `where not "is_deleted" and ${isFilled} group by ${keys.join(', ')} having count(*) > 1 limit 3`
  );
}
