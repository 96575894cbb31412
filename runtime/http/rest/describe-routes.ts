import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { accessOf } from '../authenticate.ts';
import { mayReadObject } from '../visible.ts';
import { describeGlobal, describeObject } from './describe.ts';
import { visibleObject } from './visible-object.ts';

const params = Type.Object({ version: Type.String(), object: Type.String() });

/** GET sobjects, sobjects/{object} and sobjects/{object}/describe. */
export function addDescribeRoutes(data: FastifyInstance): void {
  const tags = ['Objects'];
  data.get('/sobjects', { schema: { summary: 'Objects that the person may see', tags } }, (request, reply) => {
    const access = accessOf(request);
    const { version } = request.params as { version: string };
    const objects = [...access.live.model.objects.values()].filter(({ name }) => mayReadObject(access, name));
    return cached(request, reply, () => ({
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: objects.map((object) => describeGlobal(access, object, version)),
    }));
  });

  const basic = { summary: 'The object in short', tags, params };
  data.get('/sobjects/:object', { schema: basic }, (request) => {
    const { object, version } = request.params as { object: string; version: string };
    const access = accessOf(request);
    return { objectDescribe: describeGlobal(access, visibleObject(access, object), version), recentItems: [] };
  });

  const full = { summary: 'Fields and child relationships of an object', tags, params };
  data.get('/sobjects/:object/describe', { schema: full }, (request, reply) => {
    const { object, version } = request.params as { object: string; version: string };
    const access = accessOf(request);
    const found = visibleObject(access, object);
    return cached(request, reply, () => describeObject(access, found, version));
  });
}

/** What a person may know of the model changes only with the model and their permissions: 304 says that it did not. */
function cached(request: FastifyRequest, reply: FastifyReply, describe: () => object): object {
  const { live, principal } = accessOf(request);
  const whose = createHash('sha256').update(principal.accessClass).digest('base64url').slice(0, 16);
  const tag = `"${live.version}-${whose}"`;
  reply.header('etag', tag);
  return request.headers['if-none-match'] === tag ? reply.code(304).send() : describe();
}
