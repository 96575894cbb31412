import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../apps/server/embedded-postgres.ts';

/*
 * Runs every test on a PostgreSQL of its own (or the one named by FORMWORK_TEST_DATABASE_URL) and closes with
 * `N passed, N failed`. `--fast` leaves the browser and the long proofs out; other arguments filter files by name.
 */
const args = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'formwork-test-'));
const given = process.env.FORMWORK_TEST_DATABASE_URL;
const postgres = given ? undefined : await startPostgres(join(folder, 'data'), { durability: 'none' });
const report = join(folder, 'report.json');

const code = await runVitest(given ?? postgres?.url ?? '');
const { passed, failed, skipped } = countResults();
await postgres?.stop();
rmSync(folder, { recursive: true, force: true });
const failures = failed || (code === 0 ? 0 : 1);
console.log(`${passed} passed, ${failures} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failures > 0 || passed === 0 ? 1 : 0);

function runVitest(databaseUrl: string): Promise<number> {
  const fast = args.includes('--fast') ? ['--exclude', 'tests/browser/**', '--exclude', 'tests/apps/**'] : [];
  const filters = args.filter((arg) => arg !== '--fast');
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...fast,
      ...filters,
    ],
    { stdio: 'inherit', env: { ...process.env, FORMWORK_TEST_DATABASE_URL: databaseUrl } },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  process.on('disconnect', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('exit', (status) => resolve(status ?? 1));
  });
}

/** Counts from vitest's report; a run that died without one counts as failed. */
function countResults(): { passed: number; failed: number; skipped: number } {
  try {
    const json: unknown = JSON.parse(readFileSync(report, 'utf8'));
    const counts = json as Record<
      'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests' | 'numFailedTestSuites',
      number
    >; // vitest's documented report
    return {
      passed: counts.numPassedTests,
      failed: counts.numFailedTests,
      skipped: counts.numPendingTests + counts.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
