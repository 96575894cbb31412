import { createHash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import type { Json, JsonObject } from '../json.ts';
import { checkSchema } from '../kinds/check-schema.ts';
import type { Finding } from '../kinds/finding.ts';
import { closed } from '../kinds/kind.ts';
import type { Problem } from '../problem.ts';
import { canonicalJson } from './digest.ts';
import { type Package, SYSTEM_PACKAGE } from './element.ts';
import { locateJson, parseJson, pointerStep } from './parse-json.ts';

const lockedPackage = closed({
  version: Type.String(),
  digest: Type.String({ pattern: '^sha256-[A-Za-z0-9+/]{43}=$' }),
  dependencies: Type.Record(Type.String(), Type.String()),
});

const lockSchema = closed({
  lockVersion: Type.Literal(1),
  packages: Type.Record(Type.String(), lockedPackage),
  checksum: Type.String(),
});

/** What an org has installed: its packages in dependency order, and a checksum over it all. */
export type Lock = Static<typeof lockSchema>;

/** The lock of packages. The engine's own is not in it: it comes with the engine, and npm locks that. */
export function lockOf(packages: readonly Package[]): Lock {
  const locked = packages.filter(({ name }) => name !== SYSTEM_PACKAGE).map((item) => [item.name, lockPackage(item)]);
  const content = { lockVersion: 1, packages: Object.fromEntries(locked) } as const;
  return { ...content, checksum: checksumOf(content) };
}

/** The file that a lock is kept in: the same text for the same packages, whoever writes it. */
export function lockText(lock: Lock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Reads a lock, or says why it is none: damaged, of another format, or changed by hand. */
export function parseLock(text: string, file: string): { readonly lock?: Lock; readonly problems: readonly Problem[] } {
  const problem = (fault: Pick<Problem, 'code' | 'message'> & Partial<Problem>): Problem => ({
    severity: 'error',
    file,
    ...fault,
    ...(fault.line === undefined ? locateJson(text, fault.pointer ?? '') : {}),
  });
  const { value, problems } = parseJson(text);
  if (problems.length > 0) return { problems: problems.map(problem) };
  const { lockVersion } = Object(value) as { readonly lockVersion?: Json }; // an object or not, it may say its version
  if (lockVersion !== 1) return { problems: [problem(unknownFormat(lockVersion))] };
  const findings = [...checkSchema(lockSchema, value ?? null), ...checkEntries(value ?? null)];
  if (findings.length > 0) return { problems: findings.map(problem) };
  const lock = value as unknown as Lock; // fits the schema
  const { checksum, ...content } = lock;
  if (checksum !== checksumOf(content)) return { problems: [problem(editedByHand(checksum))] };
  return { lock, problems: [] };
}

/** In what packages differ from a lock, one problem for each difference. */
export function checkLock(lock: Lock, packages: readonly Package[], file: string): Problem[] {
  const found = lockOf(packages).packages;
  const names = [...new Set([...Object.keys(lock.packages), ...Object.keys(found)])].sort();
  return names.flatMap((name): Problem[] => {
    const [wanted, is] = [lock.packages, found].map((of) => (Object.hasOwn(of, name) ? of[name] : undefined));
    const message = difference(name, wanted, is);
    if (message === undefined) return [];
    const place = wanted === undefined ? {} : { pointer: `/packages${pointerStep(name)}` };
    return [{ code: 'LOCK_DIFFERS', severity: 'error', message, file, ...place }];
  });
}

/** The packages of a lock by name, which the schema of the whole leaves open. */
function checkEntries(value: Json): Finding[] {
  const { packages } = Object(value) as { readonly packages?: JsonObject }; // told by the schema where it is none
  return Object.entries(Object(packages)).flatMap(([name, item]) =>
    checkSchema(lockedPackage, item as Json, `/packages${pointerStep(name)}`),
  );
}

type LockedPackage = Static<typeof lockedPackage>;

function difference(name: string, wanted?: LockedPackage, is?: LockedPackage): string | undefined {
  if (!is) return `The lock has ${name} ${wanted?.version}, which is not among the packages to deploy.`;
  if (!wanted) return `${name} ${is.version} is to be deployed, and the lock does not have it.`;
  if (wanted.version !== is.version) return `The lock has ${name} ${wanted.version}, not ${is.version}.`;
  if (wanted.digest === is.digest) return undefined;
  return `${name} ${is.version} is not what the lock has by this version: its digest is ${is.digest}, not ${wanted.digest}.`;
}

function lockPackage({ version, digest, dependencies, ranges = {} }: Package): LockedPackage {
  const needed = dependencies.filter((name) => name !== SYSTEM_PACKAGE).sort();
  return {
    version,
    digest: `sha256-${Buffer.from(digest, 'hex').toString('base64')}`,
    dependencies: Object.fromEntries(needed.map((name) => [name, ranges[name] ?? '*'])),
  };
}

/** The order of packages counts, too: it is the order in which they are read. */
function checksumOf({ lockVersion, packages }: Omit<Lock, 'checksum'>): string {
  const entries = Object.entries(packages).map(([name, locked]) => [name, locked as JsonObject] as const);
  const text = canonicalJson([lockVersion, entries]);
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function unknownFormat(found: Json | undefined): Pick<Problem, 'code' | 'message' | 'expected' | 'found'> {
  const message =
    'This is no lock that this version of Formwork reads; write it anew with `formwork package lock`, or use the version that wrote it.';
  return { code: 'UNKNOWN_LOCK_FORMAT', message, found: found ?? null, expected: '"lockVersion": 1' };
}

function editedByHand(found: string): Pick<Problem, 'code' | 'message' | 'pointer' | 'found'> {
  const message =
    'The lock was changed by hand: its checksum does not fit. Write it anew with `formwork package lock`, which reads what an org has.';
  return { code: 'LOCK_EDITED', message, pointer: '/checksum', found };
}
