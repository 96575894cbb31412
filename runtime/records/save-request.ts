import type { Json } from '../../platform/json.ts';
import type { ApiError } from '../errors.ts';

/** Field values from outside, by field name (any case); a lookup may be `Provider__r: { Code__c: "010001" }`. */
export type RecordInput = Readonly<Record<string, Json>>;

/** An array of records to write in one transaction. */
export type SaveRequest =
  | {
      readonly operation: 'insert';
      readonly object: string;
      readonly records: readonly { readonly values: RecordInput }[];
      readonly allOrNone: boolean;
    }
  | {
      readonly operation: 'update';
      readonly object: string;
      /** `version` is the one that the person saw; a newer one in the database refuses the row (PRECONDITION_FAILED). */
      readonly records: readonly { readonly id: string; readonly version?: number; readonly values: RecordInput }[];
      readonly allOrNone: boolean;
    }
  | {
      readonly operation: 'upsert';
      readonly object: string;
      /** External id field; each record's `values` holds it. */
      readonly key: string;
      readonly records: readonly { readonly values: RecordInput }[];
      readonly allOrNone: boolean;
    }
  | {
      readonly operation: 'delete';
      readonly object: string;
      readonly records: readonly { readonly id: string; readonly version?: number }[];
      readonly allOrNone: boolean;
    };

/** What became of one record, in the order asked. */
export interface SaveOutcome {
  readonly id: string | null;
  readonly success: boolean;
  readonly created: boolean;
  /** True when the values were already so and nothing was written. */
  readonly unchanged: boolean;
  /** API names of the fields whose values an update changed. */
  readonly changedFields: readonly string[];
  readonly errors: readonly ApiError[];
}

/** An action on records: the state moves, the inputs and sets are written, guards and validation hold. */
export interface ActionRequest {
  readonly object: string;
  readonly action: string;
  readonly records: readonly { readonly id: string; readonly version?: number; readonly inputs: RecordInput }[];
  readonly allOrNone: boolean;
}
