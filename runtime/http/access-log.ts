import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** One line per request, without anything secret: the path, never its query, no header, no body. */
export function addAccessLog(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    request.log.info(
      {
        reqId: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0],
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.access && { user: request.access.principal.userId }),
      },
      'request',
    );
  });
}
