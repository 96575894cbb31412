import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { deployInWords, print } from '../print.ts';
import { addDeciding, type Deciding, decisionsOf, writeOpen } from './deciding.ts';

interface Options extends Deciding {
  readonly checkOnly?: boolean;
  readonly note: string;
  readonly org?: string;
}

/** `formwork deploy [DIR…]`: check, plan and apply packages in one transaction. */
export function addDeploy(program: Command): void {
  const command = program
    .command('deploy')
    .description('Check, plan and apply packages, all in one transaction or not at all.')
    .argument('[dir...]', 'package folders, or folders of packages (default: metadata)')
    .option('--check-only', 'say what would happen and change nothing');
  addDeciding(command)
    .option('--note <text>', 'a line for the history', '')
    .option('--org <name>', 'the org to deploy to (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runDeploy);
}

async function runDeploy(dirs: string[], options: Options): Promise<void> {
  const wanted = packageDirs(dirs);
  const { checkOnly, note } = options;
  const decided = await decisionsOf(options);
  if (decided === undefined) return;
  const { operator, withEngine } = await import('../with-engine.ts');
  const result = await withEngine(options, (engine) =>
    engine.deployPackages(wanted, {
      by: operator(),
      note,
      ...decided,
      ...(checkOnly ? { checkOnly } : {}),
    }),
  );
  await writeOpen(options, result.plan.conflicts);
  print(result, deployInWords(result, wanted), options);
  process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
}
