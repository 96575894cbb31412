import { CommanderError } from 'commander';
import { EXIT, exitCodeOf, explain } from './exit.ts';
import { formworkProgram } from './program.ts';

/** Runs the `formwork` command with a process's arguments, and notes how it ended in the process's exit code. */
export async function runFormwork(argv: readonly string[]): Promise<void> {
  try {
    await formworkProgram().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else {
      process.stderr.write(`${explain(error)}\n`);
      process.exitCode = exitCodeOf(error);
    }
  }
}
