import type { Command } from 'commander';
import { addDeciding, type Deciding } from './deciding.ts';
import { addConfirm, type Confirming } from './destroying.ts';

/** What was asked of `formwork promote`. */
export interface PromoteOptions extends Deciding, Confirming {
  readonly checkOnly?: boolean;
  readonly only?: readonly string[];
  readonly withPackages?: boolean;
  readonly note: string;
}

/** `formwork promote FROM TO`: what the admins of one org changed, brought to another. */
export function addPromote(program: Command): void {
  const command = program
    .command('promote')
    .description('Bring what the admins of one org changed to another org, as one publish there.')
    .argument('<from>', 'the org in which it was changed')
    .argument('<to>', 'the org that it is brought to')
    .option('--check-only', 'say what would happen and change nothing')
    .option('--only <element...>', 'only these elements, with their parts and what they need')
    .option('--with-packages', 'bring newer versions of packages along');
  addConfirm(addDeciding(command, 'ours keeps what TO has, theirs takes what FROM brings'))
    .option('--note <text>', 'a line for the history', '')
    .option('--json', 'answer in JSON')
    .action(async (from: string, to: string, options: PromoteOptions) => {
      const { runPromote } = await import('../promote.ts');
      await runPromote(from, to, options);
    });
}
