import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keys of a demo server: made once, kept in its data folder, so that sessions outlive a restart. */
export interface ServerKeys {
  /** Signs cookies and tokens' signatures. */
  readonly secret: string;
  /** Private key of the demo identity provider. */
  readonly signingKey: JsonWebKey;
  /** What the pages' sign-in proves itself to the demo identity provider with. */
  readonly clientSecret: string;
}

/** Reads the keys of the folder, or makes them. */
export async function loadServerKeys(folder: string): Promise<ServerKeys> {
  const file = join(folder, 'keys.json');
  const existing = await readKeys(file);
  if (existing) return existing;
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(newKeys()), { mode: 0o600 });
  // Linking fails where another process was first, and never shows half a file; then its keys are read.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  const keys = await readKeys(file);
  if (!keys)
    throw new Error(`${file} does not hold the server's keys. Remove it: new ones are made at the next start.`);
  return keys;
}

async function readKeys(file: string): Promise<ServerKeys | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const keys: Partial<ServerKeys> = JSON.parse(text);
  const isWhole = typeof keys.secret === 'string' && typeof keys.clientSecret === 'string' && keys.signingKey;
  return isWhole ? (keys as ServerKeys) : undefined; // All three were just found.
}

function newKeys(): ServerKeys {
  return {
    secret: randomBytes(32).toString('base64url'),
    clientSecret: randomBytes(32).toString('base64url'),
    signingKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  };
}
