import { type Command, Option } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { deployInWords, print } from '../print.ts';

interface Options {
  readonly checkOnly?: boolean;
  readonly prefer?: 'ours' | 'theirs';
  readonly note: string;
  readonly org?: string;
  readonly json?: boolean;
}

/** `formwork deploy [DIR…]`: check, plan and apply packages in one transaction. */
export function addDeploy(program: Command): void {
  program
    .command('deploy')
    .description('Check, plan and apply packages, all in one transaction or not at all.')
    .argument('[dir...]', 'package folders, or folders of packages (default: metadata)')
    .option('--check-only', 'say what would happen and change nothing')
    .addOption(
      new Option(
        '--prefer <side>',
        'decide all conflicts: ours keeps what admins did, theirs takes the package',
      ).choices(['ours', 'theirs']),
    )
    .option('--note <text>', 'a line for the history', '')
    .option('--org <name>', 'the org to deploy to (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runDeploy);
}

async function runDeploy(dirs: string[], options: Options): Promise<void> {
  const wanted = packageDirs(dirs);
  const { prefer, checkOnly, note } = options;
  const { operator, withEngine } = await import('../with-engine.ts');
  const result = await withEngine(options, (engine) =>
    engine.deployPackages(wanted, {
      by: operator(),
      note,
      ...(prefer ? { prefer } : {}),
      ...(checkOnly ? { checkOnly } : {}),
    }),
  );
  print(result, deployInWords(result, wanted), options);
  process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
}
