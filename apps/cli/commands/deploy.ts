import { type Command, Option } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { deployInWords, print } from '../print.ts';
import { operator, withEngine } from '../with-engine.ts';

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
    .argument('[dir...]', 'package folders, or folders of packages', [])
    .option('--check-only', 'say what would happen and change nothing')
    .addOption(
      new Option(
        '--prefer <side>',
        'decide all conflicts: ours keeps what admins did, theirs takes the package',
      ).choices(['ours', 'theirs']),
    )
    .option('--note <text>', 'a line for the history', '')
    .option('--org <name>', 'the org to deploy to')
    .option('--json', 'answer in JSON')
    .action(async (dirs: string[], options: Options) => {
      const wanted = packageDirs(dirs);
      const { prefer, checkOnly, note } = options;
      const result = await withEngine(options, (engine) =>
        engine.deployPackages(wanted, {
          by: operator(),
          note,
          ...(prefer ? { prefer } : {}),
          ...(checkOnly ? { checkOnly } : {}),
        }),
      );
      print(result, deployInWords(result), options);
      process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
    });
}
