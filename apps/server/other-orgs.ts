import { listOrgIds } from '../../platform/orgs/describe.ts';
import type { Engine } from '../../runtime/engine.ts';
import { createOrgDirectory, type OrgDirectory } from '../../runtime/http/orgs/org-directory.ts';
import { createServer, type ServerOptions } from '../../runtime/http/server.ts';
import type { Settings } from './settings.ts';

interface Opening {
  readonly settings: Pick<Settings, 'otherOrgs'>;
  optionsFor(engine: Engine): Promise<ServerOptions>;
  open(org: string): Promise<Engine>;
}

/** The orgs that are served besides the process's own; undefined where it serves no other. */
export function openOtherOrgs(own: Engine, { settings, optionsFor, open }: Opening): OrgDirectory | undefined {
  const { otherOrgs } = settings;
  if (otherOrgs !== 'all' && otherOrgs.length === 0) return undefined;
  return createOrgDirectory({
    own: { name: own.org, id: own.live().orgId },
    async list() {
      const orgs = await listOrgIds(own.store.pool);
      return orgs.filter(({ name }) => otherOrgs === 'all' || otherOrgs.includes(name));
    },
    async open({ name }) {
      const engine = await open(name);
      const server = await createServer(engine, await optionsFor(engine));
      await server.ready();
      return {
        server,
        async close() {
          await server.close();
          await engine.close();
        },
      };
    },
  });
}
