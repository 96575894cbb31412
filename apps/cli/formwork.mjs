#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
// As a whole: Node 20, on which this only looks for a newer one, does not have all of it.
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

/*
 * In a checkout the CLI is TypeScript, which the project's own Node runs. Where npm installed it, it is JavaScript, for
 * any Node that is new enough; npm may have started this on an older one, and then the Node that came along takes over.
 */
const source = new URL('./main.ts', import.meta.url);
const packed = new URL('./dist/apps/cli/main.js', import.meta.url);
const OLDEST = 22;

if (existsSync(source)) {
  const { COMPILE_CACHE, ensureInstalled, NODE } = await import('../setup/install.mjs');
  ensureInstalled();
  runOn(NODE, source, { NODE_COMPILE_CACHE: COMPILE_CACHE });
} else if (Number(process.versions.node.split('.')[0]) >= OLDEST) {
  nodeModule.enableCompileCache();
  await import(packed.href);
} else {
  runOn(bundledNode(), packed);
}

function runOn(node, main, env = {}) {
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...env, ...process.env },
  });
  // Ctrl-C reaches the child by itself and is its to answer; who stops this process alone stops the child, too.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (status) => process.exit(status ?? 3));
}

function bundledNode() {
  try {
    const node = nodeModule.createRequire(import.meta.url).resolve('node/bin/node');
    if (existsSync(node)) return node;
  } catch {
    // Without its install script the package holds no Node.
  }
  console.error(`Formwork needs Node ${OLDEST} or newer; this is ${process.versions.node}.`);
  process.exit(3);
}
