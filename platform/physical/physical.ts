import type { FieldTypeName } from '../fields/field-type.ts';
import type { Model } from '../layers/model.ts';

/**
 * Names of tables and columns, and id prefixes: decided once per element, never changed afterwards (a rename is
 * metadata, a retype is a new column). The only source of SQL identifiers.
 */
export interface Physical {
  /** PostgreSQL schema of the org. */
  readonly schema: string;
  table(object: string): string;
  column(object: string, field: string): string;
  /** First three characters of the object's ids. */
  keyPrefix(object: string): string;
  /** Object whose ids begin so; undefined when none does. The model may have lost it since. */
  objectOfPrefix(prefix: string): string | undefined;
  /** Sequence that numbers an AutoNumber field. */
  sequence(object: string, field: string): string;
}

/** What is live in an org: one version of the model with its physical names. A request pins one. */
export interface Live {
  readonly org: string;
  /** Id of the Organization record. */
  readonly orgId: string;
  /** User who owns and creates what nobody signed in for. */
  readonly systemUserId: string;
  readonly version: number;
  readonly model: Model;
  readonly physical: Physical;
}

/** Allocation as stored: object name to prefix and table, object and field to column (with the type it was made for). */
export interface Allocation {
  readonly objects: Readonly<Record<string, { readonly prefix: string; readonly table: string }>>;
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, AllocatedColumn>>;
  /** Columns that retyped fields left behind, by table. They keep their values; only a rollback of that uses one again. */
  readonly retired: Readonly<Record<string, readonly RetiredColumn[]>>;
}

export interface RetiredColumn extends AllocatedColumn {
  /** `Object.Field` whose values it held. */
  readonly field: string;
}

export interface AllocatedColumn {
  readonly column: string;
  /** Type of the field, as last deployed. */
  readonly type: FieldTypeName;
  /** Type of the column in the database. */
  readonly sqlType: string;
  /** Object that a lookup points to. */
  readonly references?: string;
}

/** A column with the table that it is in. */
export interface PlacedColumn {
  readonly table: string;
  readonly column: string;
}

interface ColumnOfField extends PlacedColumn {
  readonly object: string;
  readonly field: string;
}

/** One step from the live tables to the new ones. Every variant can be told to a person and turned into SQL. */
export type SchemaChange =
  | {
      readonly change: 'dropForeignKey';
      readonly table: string;
      readonly column: string;
      readonly references: string;
    }
  | { readonly change: 'dropIndex'; readonly table: string; readonly name: string; readonly isUnique: boolean }
  | { readonly change: 'createTable'; readonly object: string; readonly table: string }
  | { readonly change: 'createSequence'; readonly name: string; readonly start: number }
  | ({ readonly change: 'addColumn'; readonly type: string } & ColumnOfField)
  /** A field that comes back gets its column, and the values in it, again. */
  | ({ readonly change: 'mapColumn' } & ColumnOfField)
  | ({ readonly change: 'unmapColumn' } & ColumnOfField)
  /** Numbers the records that were there before the AutoNumber field was. */
  | ({ readonly change: 'numberRecords'; readonly sequence: string; readonly format: string } & ColumnOfField)
  /** Records that have a picklist value have it under its new name: all of a field at once. */
  | ({
      readonly change: 'renameValues';
      readonly isList: boolean;
      readonly names: readonly { readonly from: string; readonly to: string }[];
    } & ColumnOfField)
  /** Makes the values of a new column from those of the one that the field had as another type. */
  | ({
      readonly change: 'convertColumn';
      readonly from: string;
      readonly fromType: FieldTypeName;
      readonly toType: FieldTypeName;
      /** SQL of the new value, null where there is none. */
      readonly value: string;
    } & ColumnOfField)
  | {
      readonly change: 'addForeignKey';
      readonly table: string;
      readonly column: string;
      readonly references: string;
      readonly onDelete: 'restrict' | 'set null' | 'cascade';
    }
  | {
      readonly change: 'addUniqueIndex';
      readonly table: string;
      readonly columns: readonly string[];
      /** Those of the columns that are compared without case. */
      readonly folded: readonly string[];
      readonly name: string;
    }
  | {
      readonly change: 'addIndex';
      readonly table: string;
      readonly columns: readonly string[];
      readonly name: string;
      readonly method: 'btree' | 'lowerPattern';
    };

export type ChangeOf<K extends SchemaChange['change']> = Extract<SchemaChange, { change: K }>;
