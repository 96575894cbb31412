import type { FastifyInstance } from 'fastify';
import { readVersion } from '../../platform/store/lock.ts';
import type { Engine } from '../engine.ts';
import { isMissingOrg } from '../records/database-error.ts';
import type { ServerParts } from './server.ts';

/** What operators watch: alive, ready with which model version, and the numbers. */
export function addOperationsRoutes(server: FastifyInstance, { engine, metrics }: ServerParts): void {
  const tags = ['Operations'];
  server.get('/healthz', { schema: { summary: 'Whether the process is alive', tags } }, () => ({ status: 'ok' }));
  server.get(
    '/readyz',
    { schema: { summary: 'Whether it serves, and which model version', tags } },
    async (_request, reply) => {
      const status = await readiness(engine);
      return reply.code(status === 'ready' ? 200 : 503).send({ status, modelVersion: engine.live().version });
    },
  );
  server.get('/metrics', { schema: { summary: 'Prometheus metrics', tags } }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text()),
  );
}

/** Asks the org itself: a database that answers may have lost it. */
async function readiness({ store }: Engine): Promise<string> {
  try {
    await readVersion(store.pool, store.schema);
    return 'ready';
  } catch (error) {
    return isMissingOrg(error) ? 'org deleted' : 'database unreachable';
  }
}
