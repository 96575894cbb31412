import type { Command } from 'commander';
import type { DeployResult, Problem } from '../../../runtime/client/api.ts';
import { EXIT } from '../exit.ts';
import { lossesInWords, print, problemsInWords } from '../print.ts';

/** What a command is to take out. */
export interface Destroying {
  readonly destructive?: string;
  readonly json?: boolean;
}

/** How a command is told that a person has seen what would be lost. */
export interface Confirming {
  readonly confirm?: string;
  readonly json?: boolean;
}

/** The option that lists what is to be taken out. */
export function addDestructive(command: Command): Command {
  return command.option(
    '--destructive <file>',
    'take out the elements that a file lists: { "elements": ["field:Order__c.Notes__c"] }',
  );
}

/** The option that confirms what would be lost. */
export function addConfirm(command: Command): Command {
  return command.option('--confirm <code>', 'the code that a check tells, for what would be lost');
}

/** What the option lists, with a way to place problems in its file; undefined where the file is wrong, which is told. */
export async function destructiveOf(
  options: Destroying,
): Promise<{ readonly destructive?: readonly string[]; readonly locate: (problem: Problem) => Problem } | undefined> {
  if (options.destructive === undefined) return { locate: (problem) => problem };
  const { readDestructive } = await import('../destructive-file.ts');
  const { elements, problems, locate } = await readDestructive(options.destructive);
  if (problems.length === 0) return { destructive: elements, locate };
  print({ status: 'failed', problems }, `${problemsInWords(problems)}\nNothing was changed.`, options);
  process.exitCode = EXIT.problems;
  return undefined;
}

/** Where a person can be asked. */
export interface Terminal {
  /** False where answers go to a file or a program, or questions would come from none. */
  readonly isThere: boolean;
  tell(text: string): void;
  /** '' for no answer. */
  ask(question: string): Promise<string>;
}

/**
 * Runs a deploy. Where something would be lost that is not confirmed yet, a person at a terminal is shown it and asked
 * for the code; whoever types the code has read what stands above it.
 */
export async function confirmed(
  options: Confirming,
  run: (confirm: string | undefined) => Promise<DeployResult>,
  terminal: Terminal = ownTerminal(),
): Promise<DeployResult> {
  const result = await run(options.confirm);
  const isNeeded = result.problems.some(({ code }) => code === 'CONFIRMATION_NEEDED');
  if (!isNeeded || !terminal.isThere || options.json || options.confirm !== undefined) return result;
  terminal.tell(`${lossesInWords(result.plan)}\n`);
  const typed = await terminal.ask(`Type the code ${result.plan.confirmation} to confirm: `);
  return typed === '' ? result : run(typed);
}

function ownTerminal(): Terminal {
  return {
    isThere: process.stdin.isTTY === true && process.stdout.isTTY === true,
    tell: (text) => void process.stdout.write(text),
    async ask(question) {
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      // Ctrl-D ends the input: that is no answer.
      const ended = new Promise<string>((done) => lines.once('close', () => done('')));
      const answer = await Promise.race([lines.question(question), ended]);
      lines.close();
      return answer.trim();
    },
  };
}
