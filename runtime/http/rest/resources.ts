import type { FastifyInstance } from 'fastify';
import { accessOf } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';

/** GET the root of a version, and limits. */
export function addResourceRoutes(data: FastifyInstance, { organization, options }: ServerParts): void {
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
  data.get('/limits', { schema: { summary: 'Limits', tags: ['Resources'] } }, () => ({
    DailyApiRequests: { Max: 100_000, Remaining: 99_999 },
    DataStorageMB: { Max: 1_000_000, Remaining: 999_999 },
    FileStorageMB: { Max: 1_000_000, Remaining: 999_999 },
  }));
}
