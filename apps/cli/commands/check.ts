import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { countInWords, print, problemsInWords } from '../print.ts';

/** `formwork check [DIR…]`: every problem of the packages, without a database. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Tell every problem of metadata packages, without a database.')
    .argument('[dir...]', 'package folders, or folders of packages (default: metadata)')
    .option('--json', 'answer in JSON')
    .action(runCheck);
}

async function runCheck(dirs: string[], options: { readonly json?: boolean }): Promise<void> {
  const wanted = packageDirs(dirs);
  const { checkPackages } = await import('../../../platform/deploy/check-packages.ts');
  const { checkFormat } = await import('../../../platform/deploy/format-packages.ts');
  const problems = [...(await checkPackages(wanted)), ...(await checkFormat(wanted))];
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  const words =
    problems.length === 0 ? 'No problems.' : `${problemsInWords(problems, wanted)}\n${countInWords(problems)}`;
  print({ ok: !hasErrors, problems }, words, options);
  process.exitCode = hasErrors ? EXIT.problems : EXIT.done;
}
