import { ensureChromium } from './setup/chromium.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { runToEnd } from './setup/run.mjs';
import { ensureWebBuilt } from './setup/web.mjs';

const args = process.argv.slice(2);
const prove = args.includes('--prove');

ensureInstalled();
const chromium = ensureChromium();
ensureWebBuilt();
const env = { CHROMIUM_PATH: chromium, NODE_ENV: 'test', ...(prove ? { FORMWORK_PROVE: '1' } : {}) };
const filters = args.filter((arg) => arg !== '--prove');
process.exit(await runToEnd(['tests/support/run-tests.ts', ...filters], env));
