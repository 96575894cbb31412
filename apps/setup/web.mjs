import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { NODE, ROOT } from './install.mjs';

/** Folders whose files end up in the pages, beside the packages that the lock file pins. */
const SOURCES = ['apps/web', 'runtime', 'studio', 'platform'];

/** Builds the pages into apps/web/dist when a source or a package changed since they were built. */
export function ensureWebBuilt() {
  const stamp = join(ROOT, 'apps/web/dist/.built-from');
  const wanted = digest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Building the pages …');
  const vite = spawnSync(NODE, ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (vite.status !== 0) {
    console.error('The pages could not be built: see the messages above.');
    process.exit(3);
  }
  pack(join(ROOT, 'apps/web/dist/assets'));
  writeFileSync(stamp, wanted);
}

/** Lays packed forms beside the files, so that serving them costs nothing. */
function pack(folder) {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const file = join(folder, name);
    const content = readFileSync(file);
    if (content.length < 1024) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

function digest() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const file of SOURCES.flatMap(sourceFiles).sort()) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

function sourceFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'dist' || entry.name === 'node_modules' ? [] : sourceFiles(path);
    return /\.(ts|tsx|css|html|json|svg|png|woff2)$/.test(entry.name) ? [path] : [];
  });
}
