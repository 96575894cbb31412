import type { Expression } from '../../platform/expressions/expression.ts';
import type { Json } from '../../platform/json.ts';

/** What to read, before anything is resolved or allowed. SOQL text and the pages' lists both become this. */
export interface Query {
  readonly object: string;
  /** Field paths; empty together with `count`. */
  readonly select: readonly (readonly string[])[];
  /** `SELECT COUNT() FROM …`: the number of rows alone. */
  readonly isCount?: boolean;
  readonly where?: Expression;
  /** SOQL compares text without case, conditions in metadata exactly. */
  readonly text?: 'exact' | 'ignoreCase';
  readonly orderBy?: readonly {
    readonly path: readonly string[];
    readonly direction: 'asc' | 'desc';
    readonly nulls?: 'first' | 'last';
  }[];
  readonly limit?: number;
  readonly offset?: number;
}

/** A row by field path: `Name`, `Provider__r.Name`. Values are the API's JSON. */
export type Row = Readonly<Record<string, Json>>;

export interface QueryResult {
  readonly rows: readonly Row[];
  readonly count: number;
}
