import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { deployInWords, print } from '../print.ts';
import { addDeciding, type Deciding, decisionsOf, writeOpen } from './deciding.ts';
import { addConfirm, type Confirming, confirmed } from './destroying.ts';

interface Options extends Deciding, Confirming {
  readonly checkOnly?: boolean;
  readonly note: string;
  readonly org?: string;
}

/** `formwork uninstall PACKAGE…`: takes packages out of an org, with all that they own. */
export function addUninstall(program: Command): void {
  const command = program
    .command('uninstall')
    .description('Take packages out of an org, with all that they own. What admins made of it is asked about.')
    .argument('<package...>', 'names of installed packages')
    .option('--check-only', 'say what would happen and change nothing');
  addConfirm(addDeciding(command))
    .option('--note <text>', 'a line for the history', '')
    .option('--org <name>', 'the org (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runUninstall);
}

async function runUninstall(uninstall: string[], options: Options): Promise<void> {
  const { checkOnly, note } = options;
  const decided = await decisionsOf(options);
  if (decided === undefined) return;
  const { operator, withEngine } = await import('../with-engine.ts');
  const result = await withEngine(options, (engine) =>
    confirmed(options, (confirm) =>
      engine.deploy({
        ...{ kind: 'packages', packages: [], uninstall, by: operator(), note },
        ...decided,
        ...(confirm ? { confirm } : {}),
        ...(checkOnly ? { checkOnly } : {}),
      }),
    ),
  );
  await writeOpen(options, result.plan.conflicts);
  print(result, deployInWords(result), options);
  process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
}
