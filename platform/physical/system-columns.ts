/**
 * Columns that every record table has, by the system field that shows them. Owner and audit columns point to users
 * without a foreign key: users are never deleted, an owner may be a queue, and each key would cost every insert a check.
 */
export const SYSTEM_COLUMNS = {
  Id: { column: 'id', type: 'text collate "C" primary key' },
  Name: { column: 'name', type: 'text' },
  OwnerId: { column: 'owner_id', type: 'text collate "C"' },
  CreatedById: { column: 'created_by_id', type: 'text collate "C"' },
  CreatedDate: { column: 'created_date', type: 'timestamptz not null default now()' },
  LastModifiedById: { column: 'last_modified_by_id', type: 'text collate "C"' },
  LastModifiedDate: { column: 'last_modified_date', type: 'timestamptz not null default now()' },
  SystemModstamp: { column: 'system_modstamp', type: 'timestamptz not null default now()' },
  IsDeleted: { column: 'is_deleted', type: 'boolean not null default false' },
} as const;

/** Counts the saves of a record: the ETag of optimistic concurrency. No field shows it. */
export const VERSION_COLUMN = { column: 'version', type: 'bigint not null default 1' } as const;

const columnBySystemField: ReadonlyMap<string, string> = new Map(
  Object.entries(SYSTEM_COLUMNS).map(([field, { column }]) => [field, column]),
);

/** Column of a system field; undefined for a field whose column is allocated. */
export function systemColumn(field: string): string | undefined {
  return columnBySystemField.get(field);
}

/** Names that no field's column may take: ours, and those that PostgreSQL gives every table. */
export const RESERVED_COLUMNS: ReadonlySet<string> = new Set([
  ...columnBySystemField.values(),
  VERSION_COLUMN.column,
  ...['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'],
]);
