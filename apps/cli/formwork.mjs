#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE, ensureInstalled, NODE } from '../setup/install.mjs';

// The CLI is TypeScript, which the project's own Node runs; npm may have started this on an older one.
ensureInstalled();
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const child = spawn(NODE, [main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
});
// Ctrl-C reaches the child by itself and is its to answer; who stops this process alone stops the child, too.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (status) => process.exit(status ?? 3));
