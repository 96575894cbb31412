import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackageOptions } from './commands/package.ts';
import { UsageError } from './exit.ts';

/** Writes the example workflow into a project; what is there already is somebody's work and stays. */
export async function writeWorkflow({ out = '.github/workflows/formwork.yml' }: PackageOptions): Promise<void> {
  if (existsSync(out)) throw new UsageError(`${out} is there already. Name another file with --out.`);
  await mkdir(dirname(out), { recursive: true });
  await copyFile(fileURLToPath(new URL('./templates/ci/formwork.yml', import.meta.url)), out);
  process.stdout.write(`Wrote ${out}. It needs the secret FORMWORK_DATABASE_URL and the variable FORMWORK_ORG.\n`);
}
