import { Command, CommanderError } from 'commander';
import { addCheck } from './commands/check.ts';
import { addData } from './commands/data.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDeploys } from './commands/deploys.ts';
import { addDiff } from './commands/diff.ts';
import { addTest } from './commands/test.ts';
import { addUninstall } from './commands/uninstall.ts';
import { EXIT, exitCodeOf, explain } from './exit.ts';

/*
 * The `formwork` command. Results go to standard output (JSON with --json), everything else to standard error.
 * Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 could not reach or run.
 *
 * The files of commands/ only declare; each loads what it works with when it is called, so that no command waits for
 * the modules of another.
 */
const program = new Command('formwork')
  .description('Checks, deploys and feeds Formwork orgs.')
  .addHelpText('afterAll', '\nExit codes: 0 done, 1 problems found, 2 wrong usage, 3 could not reach or run.')
  .showHelpAfterError('(--help on every level tells more)')
  .exitOverride();

for (const add of [addCheck, addDiff, addDeploy, addUninstall, addDeploys, addData, addTest]) add(program);

// Whoever reads the answer may stop reading: `formwork deploys | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
