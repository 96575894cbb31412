import { spawnSync } from 'node:child_process';
import { ensureInstalled, NODE, ROOT } from './setup/install.mjs';
import { runToEnd } from './setup/run.mjs';

ensureInstalled();
step('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
step('types', ['node_modules/typescript/bin/tsc', '-p', '.']);
process.exit(await runToEnd(['tests/support/run-tests.ts', '--fast']));

function step(name, args) {
  console.log(`${name} …`);
  const { status } = spawnSync(NODE, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
