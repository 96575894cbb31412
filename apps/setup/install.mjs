import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Node 24, which the project brings with it, whatever Node runs npm. */
export const NODE = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

/** Where Node keeps compiled TypeScript, which takes a third off every start. */
export const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/formwork', import.meta.url));

/**
 * Installs the packages of the lock file unless they are there already. Those of the pages are development's, as they
 * are built into them, so a start needs them all. Runs on Node 20 with nothing installed, so it may import only what
 * Node itself brings.
 */
export function ensureInstalled() {
  requireNode20();
  if (existsSync(NODE) && isInstalled()) return;
  console.error('Installing packages …');
  const args = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  // What npm says goes to standard error, too: standard output belongs to the answer of the program that is started.
  const stdio = ['inherit', 2, 'inherit'];
  const npm = spawnSync('npm', args, { cwd: ROOT, stdio, shell: process.platform === 'win32' });
  if (npm.status !== 0) {
    console.error('npm ci failed: see its messages above. Formwork needs the npm registry for its first start.');
    process.exit(3);
  }
  if (!existsSync(NODE)) {
    console.error(`npm installed everything but Node 24 at ${NODE}: allow install scripts and start again.`);
    process.exit(3);
  }
}

/** Whether what npm noted of node_modules is what the lock file asks for. */
function isInstalled() {
  const there = readPackages('node_modules/.package-lock.json');
  if (!there) return false;
  return Object.entries(readPackages('package-lock.json') ?? {}).every(([path, wanted]) => {
    if (path === '' || wanted.optional || wanted.devOptional) return true;
    return there[path]?.version === wanted.version;
  });
}

function readPackages(file) {
  const url = new URL(`../../${file}`, import.meta.url);
  return existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')).packages : undefined;
}

function requireNode20() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  console.error(`Formwork needs Node 20 or newer to start; this is ${process.versions.node}.`);
  process.exit(3);
}
