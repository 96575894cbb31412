import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Entries kept at most; the oldest go first. A sign-in takes a handful, for seconds. */
const MAX_ENTRIES = 5000;

interface Entry {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** Where the demo provider keeps half-done sign-ins: in memory, since a restart in their middle only starts them anew. */
export function createMemoryAdapters(now: () => number = Date.now): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  const find = (key: string) => {
    const entry = entries.get(key);
    return entry && entry.until > now() ? entry.payload : undefined;
  };
  const findWhere = (model: string, isWanted: (payload: AdapterPayload) => boolean) =>
    [...entries].find(
      ([key, { payload, until }]) => key.startsWith(`${model}:`) && until > now() && isWanted(payload),
    )?.[1].payload;
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const key = `${model}:${id}`;
      entries.delete(key);
      entries.set(key, {
        payload,
        until: expiresIn === undefined ? Number.POSITIVE_INFINITY : now() + expiresIn * 1000,
      });
      const oldest = entries.size > MAX_ENTRIES ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    find: async (id) => find(`${model}:${id}`),
    findByUid: async (uid) => findWhere(model, (payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findWhere(model, (payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = find(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(now() / 1000);
    },
    async destroy(id) {
      entries.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      // Of this model alone: a sign-in under way names the grant of whoever was signed in before, and goes on.
      for (const [key, { payload }] of entries)
        if (key.startsWith(`${model}:`) && payload.grantId === grantId) entries.delete(key);
    },
  });
}
