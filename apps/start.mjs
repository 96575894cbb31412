import { ensureInstalled } from './setup/install.mjs';
import { runToEnd } from './setup/run.mjs';
import { ensureWebBuilt } from './setup/web.mjs';

ensureInstalled();
ensureWebBuilt();
process.exit(await runToEnd(['apps/server/main.ts', ...process.argv.slice(2)]));
