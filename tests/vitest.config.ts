import { defineConfig } from 'vitest/config';
import { Sequencer } from './support/sequencer.ts';

/** Files run beside each other, each with orgs of its own. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'tests/bench/**'],
    globalSetup: ['tests/support/postgres.ts'],
    testTimeout: process.env.FORMWORK_PROVE === '1' ? 600_000 : 60_000,
    hookTimeout: 120_000,
    // Files share what a worker imported; what they change belongs to an org of their own.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: Sequencer },
  },
});
