#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, NODE } from '../setup/install.mjs';

// The CLI is TypeScript, which the project's own Node runs; npm may have started this on an older one.
ensureInstalled();
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const { status } = spawnSync(NODE, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 3);
