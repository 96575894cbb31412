import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UsageError } from './exit.ts';

/** A tarball that npm made, with the paths that are in it. */
export interface PackedTarball {
  readonly name: string;
  readonly version: string;
  /** Of the tarball, in the folder that was asked for. */
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Has npm pack a folder, or a version from a registry (`@acme/orders@1.2.0`), into a folder. It is the user's own npm
 * with the user's own .npmrc, so registries, scopes and sign-ins are as they are everywhere.
 */
export async function npmPack(what: string, into: string): Promise<PackedTarball> {
  const args = ['pack', what, '--json', '--pack-destination', into, '--loglevel=error'];
  const { stdout } = await run('npm', args, { shell: process.platform === 'win32', maxBuffer: 64 * 2 ** 20 }).catch(
    (error: unknown) => {
      throw npmFailure(what, error);
    },
  );
  // What scripts of the package print stands before npm's own answer: a list, or since npm 12 packages by name.
  const answer: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  const [packed] = Object.values(Object(answer)) as PackedTarball[]; // npm's documented answer
  if (packed === undefined) throw new Error(`npm packed nothing of ${what}`);
  return packed;
}

/** Whether a text names a package in a registry as npm takes it: `@acme/orders@1.2.0`, `@acme/orders@latest`. */
export function isNpmSpec(text: string): boolean {
  return /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*@[\w.+^~-]+$/.test(text);
}

const run = promisify(execFile);

/** Codes by which npm says that there is no such thing, rather than that it could not look. */
const NOT_THERE = new Set(['ETARGET', 'E404', 'ENOVERSIONS', 'EINVALIDTAGNAME', 'EINVALIDPACKAGENAME']);

function npmFailure(what: string, error: unknown): Error {
  const { stdout = '', stderr = '', message } = error as Error & { readonly stdout?: string; readonly stderr?: string }; // of execFile
  const said = npmError(stdout);
  const reason = said?.summary?.trim() || stderr.replaceAll(/^npm (error|ERR!) ?/gm, '').trim() || message;
  const text = `npm could not get ${what}: ${reason.split('\n').find(Boolean)}`;
  return NOT_THERE.has(said?.code ?? '') ? new UsageError(text) : new Error(text);
}

/** What npm tells programs of an error. */
function npmError(stdout: string): { readonly code?: string; readonly summary?: string } | undefined {
  try {
    const { error } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { error?: { code?: string; summary?: string } };
    return error;
  } catch {
    return undefined; // It died before it could: standard error says why.
  }
}
