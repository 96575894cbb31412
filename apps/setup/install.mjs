import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Node 24, which the project brings with it, whatever Node runs npm. */
export const NODE = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

/**
 * Installs the packages of the lock file unless they are there already. Runs on Node 20 with nothing installed, so it
 * may import only what Node itself brings.
 */
export function ensureInstalled() {
  requireNode20();
  const stamp = new URL('../../node_modules/.formwork-installed', import.meta.url);
  const wanted = createHash('sha256')
    .update(readFileSync(new URL('../../package-lock.json', import.meta.url)))
    .digest('hex');
  if (existsSync(stamp) && existsSync(NODE) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT, stdio: 'inherit' });
  if (npm.status !== 0) {
    console.error('npm ci failed: see its messages above. Formwork needs the npm registry for its first start.');
    process.exit(3);
  }
  if (!existsSync(NODE)) {
    console.error(
      `npm installed everything but Node 24 at ${NODE}. Allow install scripts (npm config get ignore-scripts) and start again.`,
    );
    process.exit(3);
  }
  writeFileSync(stamp, wanted);
}

function requireNode20() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  console.error(`Formwork needs Node 20 or newer to start; this is ${process.versions.node}.`);
  process.exit(3);
}
