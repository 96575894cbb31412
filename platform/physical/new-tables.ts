import { qualified, quoteIdentifier } from './identifier.ts';
import type { SchemaChange } from './physical.ts';
import { columnSql, foreignKeySql, schemaChangeSql, systemColumnsSql } from './schema-sql.ts';

/** The part of a plan that makes tables which hold nothing yet, as one text. */
export interface NewTables {
  /** '' where no table is new. */
  readonly text: string;
  /** The changes that the text makes; the others remain to be made. */
  readonly changes: ReadonlySet<SchemaChange>;
}

/**
 * What a plan does to tables that it creates, made at once: columns stand in the table's own statement, nobody waits for
 * an answer in between, and no record has to be looked at. An org of its first deploy is nothing but such tables.
 */
export function newTables(plan: readonly SchemaChange[], schema: string): NewTables {
  const created = new Set(plan.flatMap((change) => (change.change === 'createTable' ? [change.table] : [])));
  if (created.size === 0) return { text: '', changes: new Set() };
  const changes = plan.filter((change) => change.change === 'createSequence' || created.has(change.table));
  const columns = Map.groupBy(
    changes.filter((change) => change.change === 'addColumn'),
    ({ table }) => table,
  );
  const statements = changes.flatMap((change) => {
    switch (change.change) {
      case 'createTable': {
        const added = (columns.get(change.table) ?? []).map(
          ({ column, type }) => `${quoteIdentifier(column)} ${columnSql(type)}`,
        );
        return `create table ${qualified(schema, change.table)} (${[systemColumnsSql(), ...added].join(', ')})`;
      }
      case 'addColumn':
        return [];
      case 'addForeignKey':
        return foreignKeySql(change, schema);
      default:
        return schemaChangeSql(change, { schema });
    }
  });
  return { text: statements.filter(Boolean).join(';\n'), changes: new Set(changes) };
}
