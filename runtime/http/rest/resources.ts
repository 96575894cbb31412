import type { FastifyInstance } from 'fastify';
import { accessOf } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';

/** GET the root of a version, and limits. */
export function addResourceRoutes(data: FastifyInstance, { organization, options, usage }: ServerParts): void {
  const schema = { summary: 'What this version of the API serves', tags: ['Resources'] };
  data.get('/', { schema }, async (request) => {
    const { version } = request.params as { version: string };
    const root = `/services/data/${version}`;
    return {
      sobjects: `${root}/sobjects`,
      query: `${root}/query`,
      queryAll: `${root}/queryAll`,
      composite: `${root}/composite`,
      limits: `${root}/limits`,
      identity: `${options.publicUrl}/id/${organization.id}/${accessOf(request).principal.userId}`,
    };
  });
  const limits = { summary: 'Limits', tags: ['Resources'] };
  data.get('/limits', { schema: limits }, () => ({ DailyApiRequests: usage.calls() }));
}
