import { runFormwork } from '../../apps/cli/run.ts';
import type { Run } from './run.ts';

/** A command as a shell gives it. */
export interface CliRequest {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Record<string, string | undefined>;
}

/*
 * A process that runs one `formwork` command after the other, each with the folder, the environment and the arguments that
 * it is sent, and answers with what it wrote and its exit code.
 */
process.setMaxListeners(0);
process.on('disconnect', () => process.exit());
process.on('message', async (request) => {
  process.send?.(await run(request as CliRequest)); // tests/support/cli.ts sends these.
});

async function run({ cwd, args, env }: CliRequest): Promise<Run> {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
  process.exitCode = undefined;
  const [stdout, stderr] = [listen(process.stdout), listen(process.stderr)];
  try {
    await runFormwork([process.execPath, 'formwork', ...args]);
  } finally {
    stdout.stop();
    stderr.stop();
  }
  return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
}

/** Keeps what is written to a stream, until it is told to stop. */
function listen(stream: NodeJS.WriteStream) {
  const write = stream.write;
  let text = '';
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(() => done());
    return true;
  };
  const stop = () => {
    stream.write = write;
  };
  return { text: () => text, stop };
}
