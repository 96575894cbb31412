import type { ClientBase } from 'pg';
import type { RecordBatch } from '../../platform/deploy/request.ts';
import type { Json } from '../../platform/json.ts';
import { findObject } from '../../platform/layers/find.ts';
import { elementId } from '../../platform/packages/element-id.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { Problem } from '../../platform/problem.ts';
import type { ApiError } from '../errors.ts';
import { systemPrincipal } from '../security/load-principal.ts';
import type { SaveContext } from './change.ts';
import { saveAs } from './save.ts';
import type { SaveOutcome, SaveRequest } from './save-request.ts';

/** At most so many records go through the pipeline at once, so that a large set does not fill the memory. */
const CHUNK = 1000;

/**
 * Saves the records that packages ship, inside the deploy that brings them, each found by its external id. They are
 * checked like any others; only fields that people may not write are open to them. Every problem names its record.
 */
export async function saveRecords(
  client: ClientBase,
  live: Live,
  batches: readonly RecordBatch[],
): Promise<readonly Problem[]> {
  const context = { live, principal: systemPrincipal(live), db: client, now: new Date() };
  const problems: Problem[] = [];
  for (const batch of batches) {
    for (let start = 0; start < batch.records.length; start += CHUNK) {
      const records = batch.records.slice(start, start + CHUNK);
      problems.push(...(await saveChunk(context, { ...batch, records })));
    }
  }
  return problems;
}

async function saveChunk(context: SaveContext, batch: RecordBatch): Promise<Problem[]> {
  if (!findObject(context.live.model, batch.object)) return [unknownObject(batch)];
  const request: SaveRequest = {
    operation: 'upsert',
    object: batch.object,
    key: batch.key,
    records: batch.records.map(({ key, values }) => ({ values: withKey(batch.key, key, values) })),
    allOrNone: true,
  };
  const outcomes = await saveAs(context, request, { kind: 'package' });
  return outcomes.flatMap((outcome, index) => toProblems(batch, index, outcome));
}

function withKey(name: string, key: string, values: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries([...Object.entries(values), [name, key]]);
}

function unknownObject(batch: RecordBatch): Problem {
  return {
    code: 'UNKNOWN_OBJECT',
    severity: 'error',
    element: elementId({ kind: 'data', component: batch.data, path: [] }),
    message: `The records of ${batch.object} cannot be saved: there is no such object.`,
    found: batch.object,
  };
}

function toProblems(batch: RecordBatch, index: number, outcome: SaveOutcome): Problem[] {
  const key = batch.records[index]?.key ?? '';
  const own = outcome.errors.filter((error) => error.errorCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK');
  return own.map((error) => toProblem(batch, key, error));
}

function toProblem(batch: RecordBatch, key: string, error: ApiError): Problem {
  const at = error.fields?.length ? ` (${error.fields.join(', ')})` : '';
  return {
    code: error.errorCode,
    severity: 'error',
    element: elementId({ kind: 'data', component: batch.data, path: ['records', key] }),
    message: `${batch.object} record "${key}" cannot be saved${at}: ${error.message}`,
    found: key,
  };
}
