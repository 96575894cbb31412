import type { ClientBase } from 'pg';
import type { StoredValue } from '../../platform/fields/field-type.ts';
import type { Json } from '../../platform/json.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import type { ApiError, ErrorCode } from '../errors.ts';
import type { LoadedRow } from '../query/load-rows.ts';
import type { RecordInput } from './save-request.ts';

/** Values by canonical field name, without a prototype so that no name from outside can touch one. */
export type Values = Record<string, StoredValue>;

/** A context whose connection is inside a transaction: what is written stands or falls with it. */
export interface SaveContext extends Context {
  readonly db: ClientBase;
}

/**
 * In whose right a save writes. A person needs object, field and row access, and may not touch what only actions
 * change; an action has that right for exactly its fields; a package's own records are written as a deploy.
 */
export type Authority =
  | { readonly kind: 'person' }
  | { readonly kind: 'action'; readonly fields: ReadonlySet<string> }
  | { readonly kind: 'package' };

/** One record on its way through the pipeline. Stages fill it in; a change with errors is not written. */
export interface Change {
  /** Place in the request. */
  readonly index: number;
  /** What is done; an upsert becomes one of them when its key has been looked up. */
  operation: 'insert' | 'update' | 'delete';
  id: string | null;
  readonly version: number | undefined;
  input: RecordInput;
  /** What the input says of each field, not yet checked. */
  readonly raw: Map<FieldDef, RawValue>;
  /** The row as it is in the database; absent for an insert. */
  before: LoadedRow | undefined;
  /** The record as it will be. */
  after: Values;
  /** Fields whose value the save sets. */
  readonly given: Set<string>;
  readonly errors: ApiError[];
  /** Fields that have a problem, so that later stages do not complain about them again. */
  readonly faulty: Set<string>;
  /** Set when nothing further can be said about the record: not found, no access, stale. */
  isRefused: boolean;
}

/** A value of the input: as given, or a record pointed to by an external id. */
export type RawValue =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'reference'; readonly key: FieldDef; readonly value: Json };

/** An array of changes to one object, and in whose right. */
export interface Save {
  readonly context: SaveContext;
  readonly object: ObjectDef;
  readonly authority: Authority;
  readonly changes: readonly Change[];
}

/** One step of the pipeline: looks at all changes, notes errors in them, never writes. */
export type Stage = (save: Save) => void | Promise<void>;

/** A change at the start of the pipeline. */
export function newChange(start: Pick<Change, 'index' | 'operation' | 'id' | 'version' | 'input'>): Change {
  return {
    ...start,
    raw: new Map(),
    before: undefined,
    after: emptyValues(),
    given: new Set(),
    errors: [],
    faulty: new Set(),
    isRefused: false,
  };
}

function emptyValues(): Values {
  // Object.create(null) is typed any.
  return Object.create(null) as Values;
}

/** Changes that later stages still have something to say about. */
export function openChanges(save: Save): readonly Change[] {
  return save.changes.filter((change) => !change.isRefused);
}

/** Notes a problem at fields of a record. */
export function addError(
  change: Change,
  errorCode: ErrorCode,
  message: string,
  more: Omit<ApiError, 'errorCode' | 'message'> = {},
): void {
  noteError(change, { errorCode, message, ...more });
}

/** As `addError`, for an error made elsewhere. */
export function noteError(change: Change, error: ApiError): void {
  change.errors.push(error);
  for (const field of error.fields ?? []) change.faulty.add(field);
}

/** Notes a problem after which nothing else about the record is worth saying. */
export function refuseChange(
  change: Change,
  errorCode: ErrorCode,
  message: string,
  more: Omit<ApiError, 'errorCode' | 'message'> = {},
): void {
  addError(change, errorCode, message, more);
  change.isRefused = true;
}
