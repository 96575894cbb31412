import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findObject } from '../../../platform/layers/find.ts';
import type { ObjectDef } from '../../../platform/layers/model.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { parseSoql } from '../../query/parse-soql.ts';
import type { Query } from '../../query/query.ts';
import { runQuery } from '../../query/run-query.ts';
import { accessOf } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';
import { columnMetadata } from './column-metadata.ts';
import { readLocator, writeLocator } from './locator.ts';
import { type RecordJson, shapeRows } from './record-json.ts';

/** Rows per answer: clients count on the default. */
const DEFAULT_BATCH = 2000;
const MIN_BATCH = 200;

const Records = Type.Object({
  totalSize: Type.Integer(),
  done: Type.Boolean(),
  nextRecordsUrl: Type.Optional(Type.String()),
  records: Type.Array(Type.Object({}, { additionalProperties: true })),
});

/** GET query, queryAll and query/{locator}. */
export function addQueryRoutes(server: FastifyInstance, parts: ServerParts): void {
  const querystring = Type.Object({ q: Type.Optional(Type.String()), columns: Type.Optional(Type.Boolean()) });
  for (const path of ['/query', '/queryAll']) {
    const schema = { summary: 'Run a SOQL query', tags: ['Query'], querystring, response: { 200: Records } };
    server.get(path, { schema }, async (request) => {
      const { q, columns } = request.query as { q?: string; columns?: boolean };
      if (!q?.trim()) throw refuse('MALFORMED_QUERY', 'The parameter q holds the SOQL query.');
      if (columns) return columnMetadata(accessOf(request), parseSoql(q));
      return firstPage(parts, request, q);
    });
  }
  const params = Type.Object({ version: Type.String(), locator: Type.String() });
  const schema = { summary: 'Go on with a query', tags: ['Query'], params, response: { 200: Records } };
  server.get('/query/:locator', { schema }, (request) => nextPage(parts, request));
}

interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly RecordJson[];
}

async function firstPage(parts: ServerParts, request: FastifyRequest, soql: string): Promise<Page> {
  const access = accessOf(request);
  const query = parseSoql(soql);
  if (query.isCount) {
    const { count } = await parts.engine.read(access, (context) => runQuery(context, query));
    return { totalSize: count, done: true, records: [] };
  }
  const batchSize = batchSizeOf(request);
  return parts.engine.read(access, (context) => page(parts, context, { request, query, soql, start: 0, batchSize }));
}

async function nextPage(parts: ServerParts, request: FastifyRequest): Promise<Page> {
  const access = accessOf(request);
  const { locator } = request.params as { locator: string };
  const cursor = readLocator(locator, { secret: parts.options.secret, userId: access.principal.userId });
  const query = parseSoql(cursor.soql);
  return parts.engine.read(access, (context) =>
    page(parts, context, {
      request,
      query,
      soql: cursor.soql,
      start: cursor.next,
      batchSize: cursor.batchSize,
      total: cursor.total,
    }),
  );
}

interface PageRequest {
  readonly request: FastifyRequest;
  readonly query: Query;
  readonly soql: string;
  readonly start: number;
  readonly batchSize: number;
  /** Known from the first page on. */
  readonly total?: number;
}

async function page(parts: ServerParts, context: Context, asked: PageRequest): Promise<Page> {
  const { request, query, soql, start, batchSize } = asked;
  const object = queriedObject(context, query);
  const { version } = request.params as { version: string };
  const left = query.limit === undefined ? Number.POSITIVE_INFINITY : query.limit - start;
  // One row more than the page tells whether there is a next one.
  const batch: Query = {
    ...withTotalOrder(query),
    limit: Math.min(batchSize + 1, left),
    offset: (query.offset ?? 0) + start,
  };
  const shape = object ? shapeRows(context.live.model, object, { query: batch, version }) : undefined;
  const { rows } = await runQuery(context, shape?.query ?? batch);
  const hasMore = rows.length > batchSize;
  const records = rows.slice(0, batchSize).map((row) => shape?.toRecord(row) ?? (row as RecordJson));
  const next = start + records.length;
  if (!hasMore)
    return { totalSize: asked.total === undefined ? next : Math.max(asked.total, next), done: true, records };
  const total = asked.total ?? (await countAll(context, query));
  const userId = context.principal.userId;
  const locator = writeLocator({ soql, next, total, batchSize, userId }, parts.options.secret);
  return { totalSize: total, done: false, nextRecordsUrl: `/services/data/${version}/query/${locator}`, records };
}

/** Undefined for an object that is not there; running the query then says so as it says it of a hidden one. */
function queriedObject({ live }: Context, query: Query): ObjectDef | undefined {
  return findObject(live.model, query.object);
}

/** Pages only fit together in an order without ties. */
function withTotalOrder(query: Query): Query {
  const orderBy = query.orderBy ?? [];
  if (orderBy.some(({ path }) => path.length === 1 && path[0]?.toLowerCase() === 'id')) return query;
  return { ...query, orderBy: [...orderBy, { path: ['Id'], direction: 'asc' }] };
}

async function countAll(context: Context, query: Query): Promise<number> {
  const { orderBy: _order, limit, offset, ...rest } = query;
  const { count } = await runQuery(context, { ...rest, select: [], isCount: true });
  return Math.min(Math.max(count - (offset ?? 0), 0), limit ?? Number.POSITIVE_INFINITY);
}

/** `Sforce-Query-Options: batchSize=500`, within Salesforce's bounds. */
function batchSizeOf(request: FastifyRequest): number {
  const header = request.headers['sforce-query-options'];
  const asked = /batchSize\s*=\s*(\d+)/i.exec(typeof header === 'string' ? header : '')?.[1];
  return asked ? Math.min(Math.max(Number(asked), MIN_BATCH), DEFAULT_BATCH) : DEFAULT_BATCH;
}
