import { type ChildProcess, spawn } from 'node:child_process';

/** A process that serves an org, see size-process.ts. */
export interface ServingProcess {
  /** Milliseconds from its start until it could serve. */
  readonly startMs: number;
  /** Bytes that it holds when nothing happens. */
  readonly heap: number;
  /** Resolves with the time at which it had swapped to a version. */
  swapped(version: number): Promise<number>;
  /** Milliseconds that one small query takes in it. */
  query(): Promise<number>;
  stop(): Promise<void>;
}

export async function startServing(databaseUrl: string, org: string, object: string): Promise<ServingProcess> {
  const began = Date.now();
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=8000', 'tests/bench/size-process.ts', databaseUrl, org, object],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const seen = new Map<number, number>();
  child.on('message', (message) => {
    if (isSwap(message)) seen.set(message.version, message.at);
  });
  const { ready, heap } = await nextMessage(child, isReady);
  return {
    startMs: ready - began,
    heap,
    async swapped(version) {
      for (;;) {
        const at = seen.get(version);
        if (at !== undefined) return at;
        await nextMessage(child, isSwap);
      }
    },
    async query() {
      child.send('query');
      return (await nextMessage(child, isQuery)).query;
    },
    async stop() {
      child.kill();
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

function nextMessage<T>(child: ChildProcess, is: (message: unknown) => message is T): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('The measured process ended.'));
    const listen = (message: unknown) => {
      if (!is(message)) return;
      child.off('message', listen).off('exit', ended);
      resolve(message);
    };
    child.on('message', listen).once('exit', ended);
  });
}

function isReady(message: unknown): message is { readonly ready: number; readonly heap: number } {
  return typeof message === 'object' && message !== null && 'ready' in message;
}

function isSwap(message: unknown): message is { readonly version: number; readonly at: number } {
  return typeof message === 'object' && message !== null && 'version' in message;
}

function isQuery(message: unknown): message is { readonly query: number } {
  return typeof message === 'object' && message !== null && 'query' in message;
}
