import type { Expression } from '../../platform/expressions/expression.ts';
import type { Json } from '../../platform/json.ts';

/** What to read, before anything is resolved or allowed. SOQL text and the pages' lists both become this. */
export interface Query {
  readonly object: string;
  /** Field paths; empty together with `count`. */
  readonly select: readonly (readonly string[])[];
  /** `SELECT COUNT() FROM …`: the number of rows alone. */
  readonly isCount?: boolean;
  /** Tells the version of each row too: the ETag of optimistic concurrency. */
  readonly isVersioned?: boolean;
  readonly where?: Expression;
  /** SOQL compares text without case, conditions in metadata exactly. */
  readonly text?: 'exact' | 'ignoreCase';
  readonly orderBy?: readonly {
    readonly path: readonly string[];
    readonly direction: 'asc' | 'desc';
    readonly nulls?: 'first' | 'last';
  }[];
  /** Words typed into a search box: each must stand, whatever its case, in the text of one of the paths. */
  readonly search?: { readonly text: string; readonly paths: readonly (readonly string[])[] };
  readonly limit?: number;
  readonly offset?: number;
  /** The text it was parsed from: errors point into it, and literals must then be of SOQL's own types. */
  readonly soql?: SoqlSource;
}

/** Where the names of a parsed query stand. */
export interface SoqlSource {
  readonly text: string;
  /** Offset of the object's name. */
  readonly from: number;
  /** Offset of the first occurrence of each field path, by the path in lower case. */
  readonly paths: ReadonlyMap<string, number>;
}

/** First segment of the path that stands for a SOQL date: `['$DateLiteral', 'LAST_N_DAYS', '30']`. */
export const DATE_LITERAL = '$DateLiteral';

/**
 * A row by canonical field path: `Name`, `Provider__r.Name`. Values are the API's JSON. Where there is no parent, or
 * none that the reader may see, the relationship itself is there too, as null: `Provider__r: null`.
 */
export type Row = Readonly<Record<string, Json>>;

export interface QueryResult {
  /** Canonical names of what was asked: the object, and the paths in the order of `select`. */
  readonly object: string;
  readonly paths: readonly string[];
  readonly rows: readonly Row[];
  /** Of each row, where the query was versioned. */
  readonly versions?: readonly number[];
  readonly count: number;
}
