import type { FastifyInstance } from 'fastify';
import type { OrgHint } from './choose-org.ts';

/** An org as it is told apart: names are given again, ids are not. */
export interface OrgKey {
  readonly name: string;
  readonly id: string;
}

/** An org that this process serves besides its own: a server of its own, which knows nothing of the others. */
export interface ServedOrg {
  readonly server: FastifyInstance;
  close(): Promise<void>;
}

/** Finds the server of the org that a request means. */
export interface OrgDirectory {
  /**
   * Undefined: the request is for the process's own org, or for one that it does not serve. Throws where that cannot be
   * found out, or the org not be opened.
   */
  find(hint: OrgHint | undefined): Promise<ServedOrg | undefined>;
  close(): Promise<void>;
}

export interface OrgDirectoryOptions {
  /** The org that the process serves in any case. */
  readonly own: OrgKey;
  /** The orgs that may be served, as they are at this moment. */
  list(): Promise<readonly OrgKey[]>;
  open(org: OrgKey): Promise<ServedOrg>;
}

/** How long the list of orgs is taken for true: one that is new is served a second later, and so is one that went. */
const KNOWN_MS = 1000;

/** Opens an org when the first request for it comes, and closes it when it is gone. */
export function createOrgDirectory({ own, list, open }: OrgDirectoryOptions): OrgDirectory {
  const opened = new Map<string, Promise<ServedOrg>>();
  let known: readonly OrgKey[] = [];
  let knownUntil = 0;
  let looking: Promise<void> | undefined;

  const look = async () => {
    known = await list();
    knownUntil = Date.now() + KNOWN_MS;
    for (const [id, served] of opened) {
      if (known.some((org) => org.id === id)) continue;
      opened.delete(id);
      void close(served);
    }
  };
  // Who asks meanwhile waits for the same list: the one before may not have the org yet.
  const lookOnce = () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const serve = (org: OrgKey) => {
    const serving = opened.get(org.id) ?? open(org);
    opened.set(org.id, serving);
    // What could not be opened is tried again.
    serving.catch(() => opened.delete(org.id));
    return serving;
  };
  return {
    async find(hint) {
      if (hint === undefined || isMeant(own, hint)) return undefined;
      if (Date.now() >= knownUntil) await lookOnce();
      const org = known.find((each) => isMeant(each, hint));
      return org && serve(org);
    },
    async close() {
      await Promise.all([...opened.values()].map(close));
    },
  };
}

function isMeant(org: OrgKey, hint: OrgHint): boolean {
  return 'name' in hint ? org.name === hint.name : org.id === hint.id;
}

/** What never opened needs no closing. */
async function close(serving: Promise<ServedOrg>): Promise<void> {
  const served = await serving.catch(() => undefined);
  await served?.close();
}
