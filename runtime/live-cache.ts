import { MODEL_CHANNEL } from '../platform/deploy/apply.ts';
import { listenerName } from '../platform/orgs/orgs.ts';
import type { Live } from '../platform/physical/physical.ts';
import { readVersion } from '../platform/store/lock.ts';
import type { Store } from '../platform/store/store.ts';
import { listen } from './listen.ts';
import { PRINCIPALS_CHANNEL } from './security/announce-principals.ts';

/** The model that is live, as this process knows it. */
export interface LiveCache {
  /** Throws before the first deploy. */
  current(): Live;
  version(): number;
  /** Loads the model anew if another version is live. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface LiveCacheOptions {
  readonly store: Store;
  readonly databaseUrl: string;
  onPrincipalsChanged(): void;
}

/**
 * How often the version is looked up besides what is heard: some poolers swallow NOTIFY. Twice in the second in which a
 * new version is to be served, since loading it takes its time, too.
 */
const POLL_MS = 500;

/** Follows the model of an org: by NOTIFY at once, by looking within a second. */
export async function openLiveCache({ store, databaseUrl, onPrincipalsChanged }: LiveCacheOptions): Promise<LiveCache> {
  let live = await store.loadLive();
  let refreshing: Promise<void> | undefined;

  const load = async () => {
    const version = await readVersion(store.pool, store.schema);
    if (version === (live?.version ?? 0)) return;
    live = await store.loadLive();
    onPrincipalsChanged();
  };
  // One after the other: what is heard while a model loads may be about a newer one.
  const refresh = () => {
    const next = (refreshing ?? Promise.resolve()).catch(() => {}).then(load);
    refreshing = next;
    return next;
  };
  // In the background a failure means the database is away; the next look tries again.
  const look = () => void refresh().catch(() => {});

  const listener = listen({
    databaseUrl,
    name: listenerName(store.org),
    channels: [MODEL_CHANNEL, PRINCIPALS_CHANNEL],
    onMessage(channel, schema) {
      if (schema !== store.schema) return;
      if (channel === MODEL_CHANNEL) look();
      else onPrincipalsChanged();
    },
    onConnect() {
      onPrincipalsChanged();
      look();
    },
  });
  const timer = setInterval(look, POLL_MS);
  timer.unref();

  return {
    current() {
      if (!live) throw new Error(`Nothing has been deployed to the org "${store.org}" yet.`);
      return live;
    },
    version: () => live?.version ?? 0,
    refresh,
    async close() {
      clearInterval(timer);
      await listener.close();
      await refreshing?.catch(() => {});
    },
  };
}
