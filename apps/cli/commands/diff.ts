import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { planInWords, print, problemsInWords } from '../print.ts';
import { operator, withEngine } from '../with-engine.ts';

/** `formwork diff [DIR…]`: what a deploy would change. */
export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('Show what a deploy would change: elements, tables, records, conflicts. Changes nothing.')
    .argument('[dir...]', 'package folders, or folders of packages', [])
    .option('--org <name>', 'the org to compare with')
    .option('--json', 'answer in JSON')
    .action(async (dirs: string[], options: { org?: string; json?: boolean }) => {
      const wanted = packageDirs(dirs);
      const { plan, problems } = await withEngine(options, (engine) =>
        engine.deployPackages(wanted, { by: operator(), note: '', checkOnly: true }),
      );
      const words = [problemsInWords(problems), planInWords(plan)].filter(Boolean).join('\n');
      print({ plan, problems }, words, options);
      const isHindered = plan.conflicts.length > 0 || problems.some(({ severity }) => severity === 'error');
      process.exitCode = isHindered ? EXIT.problems : EXIT.done;
    });
}
