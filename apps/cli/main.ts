import { CommanderError } from 'commander';
import { EXIT, exitCodeOf, explain } from './exit.ts';
import { formworkProgram } from './program.ts';

/*
 * The `formwork` command. Results go to standard output (JSON with --json), everything else to standard error.
 * Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 could not reach or run.
 */
// Whoever reads the answer may stop reading: `formwork deploys | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await formworkProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
