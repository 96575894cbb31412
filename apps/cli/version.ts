import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of Formwork, from its package.json: beside the sources, or above them where npm installed it. */
export function ownVersion(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }; // our own
  return version;
}

/** Whether npm installed Formwork as a package, rather than somebody working in a checkout of it. */
export function isInstalled(): boolean {
  return import.meta.filename.endsWith('.js');
}
