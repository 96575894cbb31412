import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip } from 'node:zlib';
// npm's own reader of its tarballs.
import { Parser, type ReadEntry } from 'tar';
import type { Problem } from '../problem.ts';
import { isMetadataPath, LARGEST_FILE, MOST_FILES, type PackageSource } from './package-source.ts';

/** How large a tarball may be, so that a small file cannot fill the memory. */
export interface TarballLimits {
  /** Bytes of the tarball itself. */
  readonly packed: number;
  /** Bytes of all that it unpacks to. */
  readonly unpacked: number;
  /** Bytes of one file. */
  readonly file: number;
  readonly files: number;
}

export const TARBALL_LIMITS: TarballLimits = {
  packed: 40 * 2 ** 20,
  unpacked: 400 * 2 ** 20,
  file: LARGEST_FILE,
  files: MOST_FILES,
};

/** True where a path is named as npm names its tarballs. */
export function isTarballName(path: string): boolean {
  return /\.(tgz|tar\.gz)$/.test(path);
}

/**
 * Opens a package that npm packed. It is unpacked into memory, never onto the disk, so that no path in it can lead
 * anywhere; links, devices and paths that climb are refused all the same, since no honest tarball has them. Messages call
 * it by `name`.
 */
export async function openTarball(
  path: string,
  name: string = basename(path),
  limits: TarballLimits = TARBALL_LIMITS,
): Promise<{ readonly source?: PackageSource; readonly problems: readonly Problem[] }> {
  const unpacked = await unpack(path, limits);
  if (typeof unpacked === 'string') return { problems: [invalidTarball(name, unpacked)] };
  const { files, faults } = unpacked;
  if (faults.length > 0) return { problems: faults.map((fault) => invalidTarball(name, fault)) };
  if (!files.has('package.json')) return { problems: [invalidTarball(name, 'it has no package.json')] };
  const place = await realpath(path);
  return {
    problems: [],
    source: {
      shownAs: `${name}!`,
      place,
      home: dirname(place),
      paths: [...files.keys()].filter(isMetadataPath).sort(),
      problems: [],
      sizeOf: async (file) => files.get(file)?.length ?? 0,
      read: async (file) => files.get(file) ?? new Uint8Array(),
    },
  };
}

interface Unpacked {
  readonly files: Map<string, Uint8Array>;
  readonly faults: string[];
}

/** The JSON files of a tarball, or why it cannot be read. */
async function unpack(path: string, limits: TarballLimits): Promise<Unpacked | string> {
  const { size } = await stat(path);
  if (size > limits.packed) return `it has ${inMegabytes(size)}, and at most ${inMegabytes(limits.packed)} are read`;
  const unpacked: Unpacked = { files: new Map(), faults: [] };
  const unread = new AbortController();
  const refuse = (reason: string): void => unread.abort(new RefusedTarball(reason));
  const seen = { files: 0, bytes: 0, start: '' };
  const parser = new Parser({
    strict: true,
    // It unpacks what it takes for packed, where nobody counts. Brotli it takes nothing for; gzip it always looks for.
    zstd: false,
    onReadEntry: (entry) => {
      if (++seen.files > limits.files) refuse(`it holds more than ${limits.files} files`);
      else if (entry.size > limits.file) refuse(`"${entry.path}" in it has ${inMegabytes(entry.size)}`);
      else takeEntry(entry, unpacked);
      entry.resume();
    },
  });
  parser.on('error', (error: Error) => unread.abort(error));
  try {
    await pipeline(createReadStream(path), createGunzip(), async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) {
        if (seen.start.length < GZIP.length) seen.start += Buffer.from(chunk.subarray(0, 2)).toString('latin1');
        if (seen.start.startsWith(GZIP)) refuse('it is packed twice');
        seen.bytes += chunk.length;
        if (seen.bytes > limits.unpacked) refuse(`it unpacks to more than ${inMegabytes(limits.unpacked)}`);
        unread.signal.throwIfAborted();
        parser.write(Buffer.from(chunk));
      }
      parser.end();
      unread.signal.throwIfAborted();
    });
    return unpacked;
  } catch (error) {
    return reasonOf(error);
  }
}

/** How gzip begins, a character for each byte. */
const GZIP = '\x1f\x8b';

/** That a tarball is not read on, and why. */
class RefusedTarball extends Error {}

function takeEntry(entry: ReadEntry, { files, faults }: Unpacked): void {
  const steps = entry.path.split('/');
  const path = steps.slice(1).join('/');
  if (entry.type === 'Directory') return;
  if (!FILE_TYPES.has(entry.type)) faults.push(`"${entry.path}" in it is no file but a ${entry.type}`);
  else if (/^([/\\]|[A-Za-z]:)|\\|\0/.test(entry.path) || steps.some((step) => step === '..' || step === '.'))
    faults.push(`the path "${entry.path}" in it leads out of the package`);
  else if (files.has(path)) faults.push(`"${path}" is in it twice`);
  else if (path === 'package.json' || isMetadataPath(path)) collect(entry, (bytes) => files.set(path, bytes));
}

const FILE_TYPES: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);

function collect(entry: ReadEntry, done: (bytes: Uint8Array) => void): void {
  const chunks: Uint8Array[] = [];
  entry.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  entry.on('end', () => done(Buffer.concat(chunks)));
}

function reasonOf(error: unknown): string {
  if (error instanceof RefusedTarball) return error.message;
  const { errno, message } = error as NodeJS.ErrnoException; // streams and the parser fail with errors alone
  if (errno === constants.Z_BUF_ERROR || /Truncated/i.test(message)) return 'it is truncated: get it anew';
  if (errno === constants.Z_DATA_ERROR) return 'it is not packed with gzip, as npm packs, or is damaged';
  return message;
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
}

function invalidTarball(file: string, reason: string): Problem {
  const message = `The tarball ${file} cannot be used: ${reason}.`;
  return { code: 'INVALID_TARBALL', severity: 'error', message, file };
}
