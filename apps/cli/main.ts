import { runFormwork } from './run.ts';

/*
 * The `formwork` command. Results go to standard output (JSON with --json), everything else to standard error.
 * Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 could not reach or run.
 */
// Whoever reads the answer may stop reading: `formwork deploys | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

await runFormwork(process.argv);
