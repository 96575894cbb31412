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
  /** Object whose ids begin so; undefined when none does. */
  objectOfPrefix(prefix: string): string | undefined;
}

/** What is live in an org: one version of the model with its physical names. A request pins one. */
export interface Live {
  readonly org: string;
  readonly version: number;
  readonly model: Model;
  readonly physical: Physical;
}

/** Allocation as stored: object name to prefix and table, `Object.Field` to column (with the type it was made for). */
export interface Allocation {
  readonly objects: Readonly<Record<string, { readonly prefix: string; readonly table: string }>>;
  readonly fields: Readonly<Record<string, { readonly column: string; readonly type: string }>>;
}

/** One step from the live tables to the new ones. Every variant can be told to a person and turned into SQL. */
export type SchemaChange =
  | { readonly change: 'createTable'; readonly object: string; readonly table: string }
  | {
      readonly change: 'addColumn';
      readonly object: string;
      readonly field: string;
      readonly table: string;
      readonly column: string;
      readonly type: string;
    }
  | {
      readonly change: 'widenColumn';
      readonly object: string;
      readonly field: string;
      readonly table: string;
      readonly column: string;
      readonly type: string;
    }
  | {
      readonly change: 'unmapColumn';
      readonly object: string;
      readonly field: string;
      readonly table: string;
      readonly column: string;
    }
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
      readonly name: string;
    }
  | {
      readonly change: 'addIndex';
      readonly table: string;
      readonly columns: readonly string[];
      readonly name: string;
      readonly method: 'btree' | 'lowerPattern';
    }
  | { readonly change: 'dropIndex'; readonly table: string; readonly name: string }
  | { readonly change: 'createSequence'; readonly name: string; readonly start: number };
