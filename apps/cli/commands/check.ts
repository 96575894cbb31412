import type { Command } from 'commander';
import { checkPackages } from '../../../platform/deploy/check-packages.ts';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { countInWords, print, problemsInWords } from '../print.ts';

/** `formwork check [DIR…]`: every problem of the packages, without a database. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Tell every problem of metadata packages, without a database.')
    .argument('[dir...]', 'package folders, or folders of packages', [])
    .option('--json', 'answer in JSON')
    .action(async (dirs: string[], options: { json?: boolean }) => {
      const problems = await checkPackages(packageDirs(dirs));
      const hasErrors = problems.some(({ severity }) => severity === 'error');
      const words = problems.length === 0 ? 'No problems.' : `${problemsInWords(problems)}\n${countInWords(problems)}`;
      print({ ok: !hasErrors, problems }, words, options);
      process.exitCode = hasErrors ? EXIT.problems : EXIT.done;
    });
}
