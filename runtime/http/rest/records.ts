import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findField } from '../../../platform/layers/find.ts';
import type { FieldDef, ObjectDef } from '../../../platform/layers/model.ts';
import type { Access } from '../../engine.ts';
import { RequestError, refuse } from '../../errors.ts';
import { checkRelationships } from '../../query/check-relationships.ts';
import type { Query } from '../../query/query.ts';
import { runQuery } from '../../query/run-query.ts';
import { save } from '../../records/save.ts';
import type { RecordInput, SaveOutcome, SaveRequest } from '../../records/save-request.ts';
import { accessOf } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';
import { mayReadField } from '../visible.ts';
import { type RecordJson, shapeRows } from './record-json.ts';
import { recordId, visibleObject } from './visible-object.ts';

const objectParams = Type.Object({ version: Type.String(), object: Type.String() });
const recordParams = Type.Object({ version: Type.String(), object: Type.String(), id: Type.String() });
const externalParams = Type.Object({
  version: Type.String(),
  object: Type.String(),
  field: Type.String(),
  value: Type.String(),
});
const fieldsQuery = Type.Object({
  fields: Type.Optional(Type.String({ description: 'Names of fields, with commas between.' })),
});
const Values = Type.Object({}, { additionalProperties: true, description: 'Values by field name.' });
const ifMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'The ETag that was read: a newer record refuses the save.' })),
});
const Saved = Type.Object({ id: Type.String(), success: Type.Boolean(), errors: Type.Array(Type.Object({})) });
const tags = ['Records'];

type Params = {
  readonly version: string;
  readonly object: string;
  readonly id: string;
  readonly field: string;
  readonly value: string;
};

/** Create, read, update, delete and upsert of one record. */
export function addRecordRoutes(data: FastifyInstance, parts: ServerParts): void {
  const create = { summary: 'Create a record', tags, params: objectParams, body: Values, response: { 201: Saved } };
  data.post('/sobjects/:object', { schema: create }, async (request, reply) => {
    const access = accessOf(request);
    const object = visibleObject(access, (request.params as Params).object);
    const records = [{ values: request.body as RecordInput }];
    const outcome = await saveOne(parts, access, {
      operation: 'insert',
      object: object.name,
      records,
      allOrNone: true,
    });
    return reply
      .code(201)
      .header('location', address(request, object, outcome.id))
      .send(saved(outcome));
  });

  const read = { summary: 'Read a record', tags, params: recordParams, querystring: fieldsQuery };
  data.get('/sobjects/:object/:id', { schema: read }, (request, reply) => readOne(parts, request, reply));

  const update = { summary: 'Update a record', tags, params: recordParams, headers: ifMatch, body: Values };
  data.patch('/sobjects/:object/:id', { schema: { ...update, response: NOTHING } }, async (request, reply) => {
    const access = accessOf(request);
    const { object, id } = target(access, request);
    const records = [{ id, ...expectedVersion(request), values: request.body as RecordInput }];
    await saveOne(parts, access, { operation: 'update', object: object.name, records, allOrNone: true });
    return reply.code(204).send();
  });

  const remove = { summary: 'Delete a record', tags, params: recordParams, headers: ifMatch };
  data.delete('/sobjects/:object/:id', { schema: { ...remove, response: NOTHING } }, async (request, reply) => {
    const access = accessOf(request);
    const { object, id } = target(access, request);
    const records = [{ id, ...expectedVersion(request) }];
    await saveOne(parts, access, { operation: 'delete', object: object.name, records, allOrNone: true });
    return reply.code(204).send();
  });

  addExternalIdRoutes(data, parts);
}

const NOTHING = { 204: Type.Null() };

function addExternalIdRoutes(data: FastifyInstance, parts: ServerParts): void {
  const read = { summary: 'Read a record by an external id', tags, params: externalParams, querystring: fieldsQuery };
  data.get('/sobjects/:object/:field/:value', { schema: read }, async (request, reply) => {
    const access = accessOf(request);
    const { object, ids } = await findExternal(parts, access, request);
    if (ids.length > 1) return manyChoices(request, reply, object, ids);
    if (!ids[0]) throw refuse('NOT_FOUND', 'The requested resource does not exist');
    return readById(parts, { request, reply, object, id: ids[0] });
  });

  const upsert = { summary: 'Create or update a record by an external id', tags, params: externalParams, body: Values };
  data.patch('/sobjects/:object/:field/:value', { schema: upsert }, async (request, reply) => {
    const access = accessOf(request);
    const { object, field, ids } = await findExternal(parts, access, request);
    if (ids.length > 1) return manyChoices(request, reply, object, ids);
    const values = { ...(request.body as RecordInput), [field.name]: (request.params as Params).value };
    const records = [{ values }];
    const outcome = await saveOne(parts, access, {
      operation: 'upsert',
      object: object.name,
      key: field.name,
      records,
      allOrNone: true,
    });
    return reply.code(outcome.created ? 201 : 200).send({ ...saved(outcome), created: outcome.created });
  });
}

function target(access: Access, request: FastifyRequest): { object: ObjectDef; id: string } {
  const params = request.params as Params;
  const object = visibleObject(access, params.object);
  return { object, id: recordId(access, object, params.id) };
}

/** `If-Match: "7"`: the save is refused where the record has another version by now. */
function expectedVersion(request: FastifyRequest): { readonly version?: number } {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return {};
  const version = Number(/^(?:W\/)?"(\d+)"$/.exec(header)?.[1] ?? Number.NaN);
  if (Number.isSafeInteger(version)) return { version };
  throw refuse('PRECONDITION_FAILED', `If-Match holds ${header}, which no record of ours has as its ETag.`);
}

async function saveOne(
  { engine }: ServerParts,
  access: Access,
  request: SaveRequest,
): Promise<SaveOutcome & { id: string }> {
  const [outcome] = await engine.write(access, (context) => save(context, request));
  if (!outcome?.success || outcome.id === null) throw new RequestError(outcome?.errors ?? []);
  return { ...outcome, id: outcome.id };
}

function saved({ id, success, errors }: SaveOutcome): object {
  return { id, success, errors };
}

function address(request: FastifyRequest, object: ObjectDef, id: string): string {
  return `/services/data/${(request.params as Params).version}/sobjects/${object.name}/${id}`;
}

function readOne(parts: ServerParts, request: FastifyRequest, reply: FastifyReply): Promise<RecordJson> {
  return readById(parts, { request, reply, ...target(accessOf(request), request) });
}

interface Reading {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly object: ObjectDef;
  readonly id: string;
}

async function readById(parts: ServerParts, { request, reply, object, id }: Reading): Promise<RecordJson> {
  const access = accessOf(request);
  const { version } = request.params as Params;
  const query: Query = {
    object: object.name,
    select: askedFields(access, object, request),
    where: { kind: 'compare', path: ['Id'], operator: 'equal', operand: { kind: 'literal', value: id } },
    limit: 1,
    isVersioned: true,
  };
  const shape = shapeRows(access.live.model, object, { query, version });
  const { rows, versions } = await parts.engine.read(access, (context) => runQuery(context, shape.query));
  if (!rows[0]) throw refuse('NOT_FOUND', 'The requested resource does not exist');
  reply.header('etag', `"${versions?.[0]}"`);
  return shape.toRecord(rows[0]);
}

function askedFields(access: Access, object: ObjectDef, request: FastifyRequest): readonly (readonly string[])[] {
  const { fields } = request.query as { fields?: string };
  if (fields) {
    const paths = fields.split(',').map((path) => path.trim().split('.'));
    checkRelationships(paths);
    return paths;
  }
  const readable = [...object.fields.values()].filter((field) => mayReadField(access, field));
  return readable.map(({ name }) => [name]);
}

interface Found {
  readonly object: ObjectDef;
  readonly field: FieldDef;
  readonly ids: readonly string[];
}

async function findExternal({ engine }: ServerParts, access: Access, request: FastifyRequest): Promise<Found> {
  const params = request.params as Params;
  const object = visibleObject(access, params.object);
  const field = findField(object, params.field);
  const isKey = field && mayReadField(access, field) && (field.isExternalId || field.isUnique || field.name === 'Id');
  if (!isKey)
    throw refuse('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${params.field}`);
  const query: Query = {
    object: object.name,
    select: [['Id']],
    where: {
      kind: 'compare',
      path: [field.name],
      operator: 'equal',
      operand: { kind: 'literal', value: params.value },
    },
    text: 'ignoreCase',
    limit: 100,
  };
  const { rows } = await engine.read(access, (context) => runQuery(context, query));
  return { object, field, ids: rows.map(({ Id }) => String(Id)) };
}

/** Several records have the value: their addresses, as Salesforce answers. */
function manyChoices(
  request: FastifyRequest,
  reply: FastifyReply,
  object: ObjectDef,
  ids: readonly string[],
): FastifyReply {
  return reply.code(300).send(ids.map((id) => address(request, object, id)));
}
