import type { FastifyInstance } from 'fastify';
import type { ServerParts } from './server.ts';

/** What operators watch: alive, ready with which model version, and the numbers. */
export function addOperationsRoutes(server: FastifyInstance, { engine, metrics }: ServerParts): void {
  const tags = ['Operations'];
  server.get('/healthz', { schema: { summary: 'Whether the process is alive', tags } }, () => ({ status: 'ok' }));
  server.get(
    '/readyz',
    { schema: { summary: 'Whether it serves, and which model version', tags } },
    async (_request, reply) => {
      const isReady = await engine.db.query({ text: 'select 1' }).then(
        () => true,
        () => false,
      );
      const body = { status: isReady ? 'ready' : 'database unreachable', modelVersion: engine.live().version };
      return reply.code(isReady ? 200 : 503).send(body);
    },
  );
  server.get('/metrics', { schema: { summary: 'Prometheus metrics', tags } }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text()),
  );
}
