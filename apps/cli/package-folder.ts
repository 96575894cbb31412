import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from './exit.ts';

/** The folder of the package that is meant where nobody says which: this one, or the only one below `metadata`. */
export async function onlyPackage(): Promise<string> {
  if ((await nameOfPackage('.')) !== undefined) return '.';
  const found = await packagesIn('metadata');
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) throw new UsageError(`Say with --package which package is meant: ${found.join(', ')}.`);
  throw new UsageError('There is no package here. Make one: npx formwork new package @acme/orders');
}

/** A package with those beside it, on which it may build. */
export async function packageFoldersBeside(folder: string): Promise<string[]> {
  const whole = resolve(folder);
  const beside = await packagesIn(dirname(whole));
  return [whole, ...beside.filter((each) => each !== whole)];
}

/** Name of the metadata package in a folder; undefined where there is none. */
export async function nameOfPackage(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '');
  try {
    const manifest = JSON.parse(text) as { readonly name?: unknown; readonly formwork?: unknown } | null; // any JSON
    return typeof manifest?.name === 'string' && manifest.formwork !== undefined ? manifest.name : undefined;
  } catch {
    return undefined;
  }
}

/** `metadata/acme-orders` for `@acme/orders`, or without `metadata` where there is no such folder. */
export async function folderForPackage(name: string): Promise<string> {
  const folder = name.replace('@', '').replace('/', '-');
  const hasMetadata = await readdir('metadata').then(
    () => true,
    () => false,
  );
  return hasMetadata ? join('metadata', folder) : folder;
}

async function packagesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  const paths = folders.map(({ name }) => join(folder, name)).sort();
  const names = await Promise.all(paths.map(nameOfPackage));
  return paths.filter((_, index) => names[index] !== undefined);
}
