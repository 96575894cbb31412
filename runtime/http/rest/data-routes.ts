import type { FastifyInstance, HTTPMethods } from 'fastify';
import { refuse } from '../../errors.ts';
import { authenticate } from '../authenticate.ts';
import { addPageRoutes } from '../pages/page-routes.ts';
import type { ServerParts } from '../server.ts';
import { addCollectionRoutes } from './collections.ts';
import { addDescribeRoutes } from './describe-routes.ts';
import { addQueryRoutes } from './query.ts';
import { addRecordRoutes } from './records.ts';
import { addResourceRoutes } from './resources.ts';
import { checkVersion, listVersions } from './versions.ts';

const ROOT = '/services/data';
const METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Everything under /services/data, and Salesforce's answers to what is not there. */
export async function addDataRoutes(server: FastifyInstance, parts: ServerParts): Promise<void> {
  server.get(ROOT, { schema: { summary: 'API versions', tags: ['Resources'] } }, () => listVersions());
  server.get(`${ROOT}/`, () => listVersions());
  await server.register(
    async (data) => {
      data.addHook('onRequest', async (request, reply) => {
        parts.usage.count();
        reply.header('sforce-limit-info', parts.usage.header()).header('cache-control', 'no-store');
        checkVersion((request.params as { version: string }).version);
        await authenticate(parts, request);
      });
      const routes = new Map<string, Set<string>>();
      data.addHook('onRoute', ({ url, method }) => {
        // The root of a version is one address with and without its slash.
        const path = url.slice(data.prefix.length) || '/';
        const methods = routes.get(path) ?? new Set();
        routes.set(path, methods);
        for (const name of [method].flat()) methods.add(name);
      });
      addResourceRoutes(data, parts);
      addDescribeRoutes(data);
      addRecordRoutes(data, parts);
      addCollectionRoutes(data, parts);
      addQueryRoutes(data, parts);
      addPageRoutes(data, parts);
      refuseOtherMethods(data, new Map([...routes].map(([url, methods]) => [url, new Set(methods)])));
    },
    { prefix: `${ROOT}/:version` },
  );
  server.setNotFoundHandler(async () => {
    throw refuse('NOT_FOUND', 'The requested resource does not exist');
  });
}

/** An address that is there answers 405 to the methods that it does not have. */
function refuseOtherMethods(data: FastifyInstance, routes: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [path, methods] of routes) {
    const others = METHODS.filter((method) => !methods.has(method));
    if (others.length === 0) continue;
    data.route({
      method: others,
      url: path,
      handler: async (request, reply) => {
        reply.header('allow', [...methods].join(', '));
        throw refuse(
          'METHOD_NOT_ALLOWED',
          `HTTP Method '${request.method}' not allowed. Allowed are ${[...methods].join(',')}`,
        );
      },
    });
  }
}
