import { readFile } from 'node:fs/promises';
import type { Package } from '../../platform/packages/element.ts';
import { checkLock, parseLock } from '../../platform/packages/lock.ts';
import type { Problem } from '../../platform/problem.ts';
import { UsageError } from './exit.ts';

/** What a lock file asks of the packages to deploy. One that is damaged, or was changed by hand, lets nothing pass. */
export async function readLock(file: string): Promise<(packages: readonly Package[]) => readonly Problem[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`The lock ${file} cannot be read: ${error.message}.`);
  });
  const { lock, problems } = parseLock(text, file);
  return (packages) => (lock ? checkLock(lock, packages, file) : problems);
}
