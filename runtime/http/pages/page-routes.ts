import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { ActionCall } from '../../client/api.ts';
import { RequestError } from '../../errors.ts';
import { runAction } from '../../records/run-action.ts';
import { accessOf } from '../authenticate.ts';
import { recordId, visibleObject } from '../rest/visible-object.ts';
import type { ServerParts } from '../server.ts';
import { listPage } from './list.ts';
import { lookupChoices } from './lookup.ts';
import { newRecordPage, recordPage } from './record.ts';
import { sessionInfo } from './session.ts';
import { addStudioRoutes } from './studio.ts';

const version = { version: Type.String() };
const listParams = Type.Object({ ...version, object: Type.String(), view: Type.String() });
const listQuery = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 255 })),
  sort: Type.Optional(Type.String({ maxLength: 255 })),
  direction: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, default: 1 })),
  pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});
const recordParams = Type.Object({ ...version, object: Type.String(), id: Type.String() });
const lookupParams = Type.Object({ ...version, object: Type.String(), field: Type.String() });
const lookupQuery = Type.Object({ q: Type.Optional(Type.String({ maxLength: 255 })) });
const actionParams = Type.Object({ ...version, object: Type.String(), action: Type.String() });
const Call = Type.Object({
  id: Type.String(),
  version: Type.Optional(Type.Integer()),
  inputs: Type.Object({}, { additionalProperties: true }),
});
const tags = ['Pages'];

/** What the pages need beyond Salesforce's endpoints: each page is one request (runtime/client/api.ts). */
export function addPageRoutes(data: FastifyInstance, parts: ServerParts): void {
  const { engine } = parts;

  const session = { summary: 'Who is signed in and where they may go', tags, params: Type.Object(version) };
  data.get('/formwork/session', { schema: session }, (request) => sessionInfo(parts, accessOf(request)));

  const list = { summary: 'A page of a list view', tags, params: listParams, querystring: listQuery };
  data.get('/formwork/list/:object/:view', { schema: list }, (request) => {
    const query = request.query as {
      search?: string;
      sort?: string;
      direction?: 'asc' | 'desc';
      page: number;
      pageSize: number;
    };
    const asked = request.params as { object: string; view: string };
    return engine.read(accessOf(request), (context) => listPage(context, { ...query, ...asked }));
  });

  const blank = {
    summary: 'The page of a record to be',
    tags,
    params: Type.Object({ ...version, object: Type.String() }),
  };
  data.get('/formwork/record/:object/new', { schema: blank }, (request) => {
    const { object } = request.params as { object: string };
    return engine.read(accessOf(request), (context) => newRecordPage(context, object, texts(request.query)));
  });

  const record = { summary: 'The page of a record', tags, params: recordParams };
  data.get('/formwork/record/:object/:id', { schema: record }, (request) => {
    const { object, id } = request.params as { object: string; id: string };
    return engine.read(accessOf(request), (context) => recordPage(context, object, id));
  });

  const lookup = {
    summary: 'Records that a lookup may point to',
    tags,
    params: lookupParams,
    querystring: lookupQuery,
  };
  data.get('/formwork/lookup/:object/:field', { schema: lookup }, (request) => {
    const { q: text = '' } = request.query as { q?: string };
    const asked = request.params as { object: string; field: string };
    return engine.read(accessOf(request), (context) => lookupChoices(context, { ...asked, text }));
  });

  const action = { summary: 'Take an action on a record', tags, params: actionParams, body: Call };
  data.post('/formwork/action/:object/:action', { schema: action }, async (request) => {
    const access = accessOf(request);
    const params = request.params as { object: string; action: string };
    const object = visibleObject(access, params.object);
    const { id, version: seen, inputs } = request.body as ActionCall;
    const records = [{ id: recordId(access, object, id), ...(seen !== undefined && { version: seen }), inputs }];
    const call = { object: object.name, action: params.action, records, allOrNone: true };
    const [outcome] = await engine.write(access, (context) => runAction(context, call));
    if (!outcome?.success) throw new RequestError(outcome?.errors ?? []);
    return { id: outcome.id, success: true, errors: [] };
  });

  addStudioRoutes(data, parts);
}

/** Parameters of an address; a repeated one counts by its last. */
function texts(query: unknown): Record<string, string> {
  const entries = Object.entries((query ?? {}) as Record<string, string | string[]>);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().at(-1) ?? '']));
}
