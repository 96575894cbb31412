import { ensureInstalled } from './setup/install.mjs';
import { runToEnd } from './setup/run.mjs';

ensureInstalled();
process.exit(await runToEnd(['tests/bench/main.ts', ...process.argv.slice(2)]));
