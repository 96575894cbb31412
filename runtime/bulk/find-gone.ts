import type { Expression } from '../../platform/expressions/expression.ts';
import type { StoredValue } from '../../platform/fields/field-type.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { runQuery } from '../query/run-query.ts';
import { foldKey } from '../records/fold-key.ts';
import type { ImportHost } from './import-host.ts';
import type { ImportMap } from './import-map.ts';
import type { KeySet } from './key-set.ts';

/** Records that are not in the file: how many, and the first of them by name. */
export interface GoneRecords {
  readonly count: number;
  readonly records: readonly { readonly id: string; readonly key: string; readonly name: string }[];
}

/** How many gone records are listed. */
const MAX_LISTED = 10_000;
const PAGE_SIZE = 5000;

/** Walks through the records that have the file's constants and picks those whose key no row had. */
export async function findGone(
  host: ImportHost,
  {
    object,
    key,
    keys,
    map,
  }: { readonly object: ObjectDef; readonly key: FieldDef; readonly keys: KeySet; readonly map: ImportMap },
): Promise<GoneRecords> {
  const records: { id: string; key: string; name: string }[] = [];
  let count = 0;
  for (let after: string | undefined; ; ) {
    const rows = await readPage(host, { object, key, map, after });
    for (const row of rows) {
      // JSON of a key is its stored value: keys are texts and numbers.
      const value = (row[key.name] ?? null) as StoredValue;
      const folded = foldKey(key, value);
      if (folded !== undefined && keys.has(folded)) continue;
      count++;
      if (records.length < MAX_LISTED)
        records.push({ id: String(row.Id), key: String(value ?? ''), name: String(row.Name ?? '') });
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_SIZE) return { count, records };
    after = String(last.Id);
  }
}

interface Page {
  readonly object: ObjectDef;
  readonly key: FieldDef;
  readonly map: ImportMap;
  /** Id of the last record of the page before. */
  readonly after: string | undefined;
}

async function readPage(host: ImportHost, { object, key, map, after }: Page) {
  const scope = Object.entries(map.constants ?? {}).map(([path, value]) => compare(path, 'equal', value));
  const terms = after === undefined ? scope : [...scope, compare('Id', 'greaterThan', after)];
  const { rows } = await host.read(await host.access(), (context) =>
    runQuery(context, {
      object: object.name,
      select: [['Id'], [key.name], ['Name']],
      where: { kind: 'and', terms },
      orderBy: [{ path: ['Id'], direction: 'asc' }],
      limit: PAGE_SIZE,
    }),
  );
  return rows;
}

function compare(path: string, operator: 'equal' | 'greaterThan', value: string | number | boolean): Expression {
  return { kind: 'compare', path: path.split('.'), operator, operand: { kind: 'literal', value } };
}
