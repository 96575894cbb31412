import pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly databaseUrl: string;
  /** What the database's list of connections calls this one. */
  readonly name: string;
  readonly channels: readonly string[];
  onMessage(channel: string, payload: string): void;
  /** Called after every new connection: what was said before was not heard. */
  onConnect(): void;
}

/** Longest wait between two attempts to connect again. */
const MAX_WAIT_MS = 5000;

/** Hears PostgreSQL's NOTIFY on a connection of its own, and connects again for as long as it is not closed. */
export function listen(options: ListenOptions): Listener {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let wait = 100;

  const again = () => {
    client = undefined;
    if (isClosed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, wait);
    wait = Math.min(wait * 2, MAX_WAIT_MS);
  };
  const connect = async () => {
    const next = new pg.Client({
      connectionString: options.databaseUrl,
      keepAlive: true,
      application_name: options.name,
    });
    client = next;
    // Errors of a connection end it; 'end' follows and tries again.
    next.on('error', () => {});
    next.on('end', again);
    next.on('notification', ({ channel, payload }) => options.onMessage(channel, payload ?? ''));
    try {
      await next.connect();
      for (const channel of options.channels) await next.query(`listen ${next.escapeIdentifier(channel)}`);
      wait = 100;
      options.onConnect();
    } catch {
      // Never connected, or lost at once: 'end' may not come.
      await next.end().catch(() => {});
      again();
    }
  };

  void connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
