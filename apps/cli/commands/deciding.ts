import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Conflict, Decision } from '../../../runtime/client/api.ts';
import { EXIT, UsageError } from '../exit.ts';
import { plural, print, problemsInWords } from '../print.ts';

/** How conflicts are decided, and where those left open are written to. */
export interface Deciding {
  readonly prefer?: 'ours' | 'theirs';
  readonly decisions?: string;
  readonly writeDecisions?: string;
  readonly json?: boolean;
}

/** The options by which a command decides conflicts, between packages and what admins did unless it says otherwise. */
export function addDeciding(command: Command, sides = 'ours keeps what admins did, theirs takes the package'): Command {
  return command
    .addOption(new Option('--prefer <side>', `decide all conflicts: ${sides}`).choices(['ours', 'theirs']))
    .option('--decisions <file>', 'decide conflicts one by one; what the file leaves open, --prefer decides')
    .option('--write-decisions <file>', 'write the conflicts left open to a file, to be decided in it');
}

/** What the options decide; undefined where the file of decisions is wrong, which is told then. */
export async function decisionsOf(
  options: Deciding,
): Promise<{ readonly prefer?: 'ours' | 'theirs'; readonly decisions?: readonly Decision[] } | undefined> {
  const prefer = options.prefer ? { prefer: options.prefer } : {};
  if (options.decisions === undefined) return prefer;
  if (options.writeDecisions !== undefined) await refuseSameFile(options.decisions, options.writeDecisions);
  const { readDecisions } = await import('../decisions-file.ts');
  const { decisions, problems } = await readDecisions(options.decisions);
  if (problems.length === 0) return { ...prefer, decisions };
  print({ status: 'failed', problems }, `${problemsInWords(problems)}\nNothing was changed.`, options);
  process.exitCode = EXIT.problems;
  return undefined;
}

/** Writes the conflicts left open to where they were asked for. */
export async function writeOpen({ writeDecisions: file }: Deciding, conflicts: readonly Conflict[]): Promise<void> {
  if (file === undefined) return;
  if (conflicts.length === 0) {
    process.stderr.write(`No conflict is open: ${file} was not written.\n`);
    return;
  }
  const { writeDecisions } = await import('../decisions-file.ts');
  await writeDecisions(file, conflicts);
  const next = 'give each "choose" ours or theirs, then deploy with --decisions';
  process.stderr.write(`Wrote ${plural(conflicts.length, 'open conflict')} to ${file}: ${next}.\n`);
}

/** What is left open is less than what was decided, which would be lost. */
async function refuseSameFile(decisions: string, writeDecisions: string): Promise<void> {
  const [read, written] = await Promise.all([decisions, writeDecisions].map(placeOf));
  if (read === written) throw new UsageError('--write-decisions names the file of --decisions; name another one.');
}

/** Where a path leads, through links as well; what is not there leads to itself. */
function placeOf(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}
