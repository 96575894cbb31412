import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { parseRecordId } from '../../../platform/fields/record-id.ts';
import type { Json, JsonObject } from '../../../platform/json.ts';
import { refuse } from '../../errors.ts';
import type { SaveContext } from '../../records/change.ts';
import { save } from '../../records/save.ts';
import type { SaveOutcome, SaveRequest } from '../../records/save-request.ts';
import { accessOf } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';

/** Records in one request at most, as in Salesforce. */
const MAX_RECORDS = 200;

const RecordsBody = Type.Object({
  allOrNone: Type.Optional(Type.Boolean({ default: false })),
  records: Type.Array(
    Type.Object(
      { attributes: Type.Object({ type: Type.String() }, { additionalProperties: true }) },
      { additionalProperties: true },
    ),
  ),
});
const Results = Type.Array(
  Type.Object({ id: Type.Optional(Type.String()), success: Type.Boolean(), errors: Type.Array(Type.Object({})) }),
);
const DeleteQuery = Type.Object({
  ids: Type.String({ description: 'Ids with commas between.' }),
  allOrNone: Type.Optional(Type.Boolean({ default: false })),
});
const version = { version: Type.String() };
const tags = ['Collections'];

type CollectionRecord = JsonObject & { readonly attributes: { readonly type: string } };
interface CollectionBody {
  readonly allOrNone?: boolean;
  readonly records: readonly CollectionRecord[];
}

/** One record of a collection: its object and what is to be done with it. */
interface Item {
  readonly object: string;
  readonly id?: string;
  readonly values: JsonObject;
}

type Operation =
  | { readonly operation: 'insert' | 'update' | 'delete' }
  | { readonly operation: 'upsert'; readonly key: string };

/** POST, PATCH and DELETE composite/sobjects: up to 200 records, of several objects, in one transaction. */
export function addCollectionRoutes(data: FastifyInstance, parts: ServerParts): void {
  const response = { 200: Results };
  const params = Type.Object(version);
  const create = { summary: 'Create up to 200 records', tags, params, body: RecordsBody, response };
  data.post('/composite/sobjects', { schema: create }, (request) => {
    const { records, allOrNone = false } = request.body as CollectionBody;
    return saveAll(parts, request, { records: records.map(toItem), allOrNone, operation: 'insert' });
  });

  const update = { ...create, summary: 'Update up to 200 records' };
  data.patch('/composite/sobjects', { schema: update }, (request) => {
    const { records, allOrNone = false } = request.body as CollectionBody;
    return saveAll(parts, request, { records: records.map(toItem), allOrNone, operation: 'update' });
  });

  const remove = { summary: 'Delete up to 200 records', tags, params, querystring: DeleteQuery, response };
  data.delete('/composite/sobjects', { schema: remove }, (request) => {
    const { ids, allOrNone = false } = request.query as { ids: string; allOrNone?: boolean };
    const records = ids.split(',').map((id) => toDeleted(request, id.trim()));
    return saveAll(parts, request, { records, allOrNone, operation: 'delete' });
  });

  const upsertParams = Type.Object({ ...version, object: Type.String(), field: Type.String() });
  const upsert = {
    summary: 'Create or update up to 200 records',
    tags,
    params: upsertParams,
    body: RecordsBody,
    response,
  };
  data.patch('/composite/sobjects/:object/:field', { schema: upsert }, (request) => {
    const { records, allOrNone = false } = request.body as CollectionBody;
    const { field } = request.params as { field: string };
    return saveAll(parts, request, { records: records.map(toItem), allOrNone, operation: 'upsert', key: field });
  });
}

function toItem({ attributes, ...rest }: CollectionRecord): Item {
  const idKey = Object.keys(rest).find((name) => name.toLowerCase() === 'id');
  const { [idKey ?? 'Id']: id, ...values } = rest;
  return { object: attributes.type, ...(typeof id === 'string' && { id }), values };
}

/** Ids of a delete come without their object: the prefix tells it. */
function toDeleted(request: FastifyRequest, text: string): Item {
  const id = parseRecordId(text);
  const object = id && accessOf(request).live.physical.objectOfPrefix(id.slice(0, 3));
  if (!object) throw refuse('MALFORMED_ID', `malformed id ${text}`, { details: { id: text } });
  return { object, id, values: {} };
}

type Collection = Operation & { readonly records: readonly Item[]; readonly allOrNone: boolean };

async function saveAll({ engine }: ServerParts, request: FastifyRequest, collection: Collection): Promise<Json[]> {
  const { records, allOrNone } = collection;
  if (records.length > MAX_RECORDS)
    throw refuse(
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MAX_RECORDS} records in this call`,
    );
  const outcomes = await engine
    .write(accessOf(request), async (context) => {
      const all = await saveGroups(context, collection);
      // Another group may have been written before one failed: the transaction takes it back.
      if (allOrNone && all.some(({ success }) => !success)) throw new RolledBack(all);
      return all;
    })
    .catch((error: unknown) => {
      if (error instanceof RolledBack) return error.outcomes.map(rolledBack);
      throw error;
    });
  return outcomes.map((outcome) => toResult(outcome, collection.operation));
}

/** Runs of records of one object are saved together, in the order given. */
async function saveGroups(context: SaveContext, collection: Collection): Promise<readonly SaveOutcome[]> {
  const outcomes: SaveOutcome[] = [];
  const { records } = collection;
  for (let start = 0; start < records.length; ) {
    const object = records[start]?.object ?? '';
    let end = start + 1;
    while (records[end]?.object.toLowerCase() === object.toLowerCase()) end += 1;
    outcomes.push(...(await save(context, toRequest(collection, object, records.slice(start, end)))));
    start = end;
  }
  return outcomes;
}

function toRequest(collection: Collection, object: string, items: readonly Item[]): SaveRequest {
  const common = { object, allOrNone: collection.allOrNone };
  switch (collection.operation) {
    case 'insert':
      return { ...common, operation: 'insert', records: items.map(({ values }) => ({ values })) };
    case 'upsert':
      return { ...common, operation: 'upsert', key: collection.key, records: items.map(({ values }) => ({ values })) };
    case 'update':
      return { ...common, operation: 'update', records: items.map(({ id = '', values }) => ({ id, values })) };
    case 'delete':
      return { ...common, operation: 'delete', records: items.map(({ id = '' }) => ({ id })) };
  }
}

/** Leaves the transaction with what became of the records. */
class RolledBack extends Error {
  readonly outcomes: readonly SaveOutcome[];

  constructor(outcomes: readonly SaveOutcome[]) {
    super('all or none of the records are saved');
    this.outcomes = outcomes;
  }
}

function rolledBack(outcome: SaveOutcome): SaveOutcome {
  if (!outcome.success) return outcome;
  const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
  return {
    ...outcome,
    success: false,
    errors: [{ errorCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }],
  };
}

function toResult({ id, success, created, errors }: SaveOutcome, operation: Operation['operation']): Json {
  return {
    ...(id !== null && { id }),
    success,
    errors: errors.map(({ errorCode, message, fields = [], details, hint }) => ({
      statusCode: errorCode,
      message,
      fields,
      ...(details !== undefined && { details }),
      ...(hint !== undefined && { hint }),
    })),
    ...(operation === 'upsert' && { created }),
  };
}
