import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureInstalled, NODE, ROOT } from '../setup/install.mjs';

/*
 * Run by npm before it packs Formwork: Node runs no TypeScript below node_modules, so the command is packed as
 * JavaScript, with the files that it reads laid beside it.
 */
const DIST = 'apps/cli/dist';

ensureInstalled();
rmSync(join(ROOT, DIST), { recursive: true, force: true });
const tsc = spawnSync(NODE, ['node_modules/typescript/bin/tsc', '-p', 'apps/cli/tsconfig.pack.json'], {
  cwd: ROOT,
  // npm pack --json answers on standard output.
  stdio: ['ignore', 2, 'inherit'],
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
for (const folder of ['platform', 'runtime/docs/assets', 'apps/cli/templates']) copyAssets(folder);
copyDesignSystem();

/** All that is not code: migrations, the engine's own objects, templates. */
function copyAssets(folder) {
  for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(ts|tsx|mjs)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    cpSync(file, join(ROOT, DIST, file.slice(ROOT.length)));
  }
}

/** What `formwork docs` takes of the design system; the rest of it is for the pages. */
function copyDesignSystem() {
  const { resolve } = createRequire(import.meta.url);
  const fonts = readdirSync(dirname(resolve('@cmsgov/design-system/dist/fonts/opensans-regular-webfont.woff2')));
  const files = fonts.filter((name) => /^opensans-.*\.woff2$/.test(name)).map((name) => `dist/fonts/${name}`);
  for (const file of ['css/index.css', 'css/core-theme.css', ...files])
    cpSync(resolve(`@cmsgov/design-system/${file}`), join(ROOT, DIST, 'runtime/docs/assets/design-system', file));
}
