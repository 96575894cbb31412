import { relative } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { plural, print, problemsInWords } from '../print.ts';

interface Options {
  readonly check?: boolean;
  readonly json?: boolean;
}

/** `formwork format [DIR…]`: the files of packages in canonical form. */
export function addFormat(program: Command): void {
  program
    .command('format')
    .description('Lay the files of metadata packages out as `retrieve` writes them. What they say stays the same.')
    .argument('[dir...]', 'package folders, or folders of packages (default: metadata)')
    .option('--check', 'tell which files are not, with code 1, and write nothing')
    .option('--json', 'answer in JSON')
    .action(runFormat);
}

async function runFormat(dirs: string[], options: Options): Promise<void> {
  const wanted = packageDirs(dirs);
  const { checkFormat, formatPackages } = await import('../../../platform/deploy/format-packages.ts');
  if (options.check) {
    const problems = await checkFormat(wanted);
    const words = problems.length === 0 ? 'All files are in canonical form.' : problemsInWords(problems, wanted);
    print({ ok: problems.length === 0, problems }, words, options);
    process.exitCode = problems.length === 0 ? EXIT.done : EXIT.problems;
    return;
  }
  const { files, problems } = await formatPackages(wanted);
  const rewritten = files.map((file) => relative('', file));
  const told = problems.length === 0 ? [] : [problemsInWords(problems, wanted)];
  const words = [...told, ...rewritten, `${plural(files.length, 'file')} rewritten.`].join('\n');
  print({ ok: problems.length === 0, files: rewritten, problems }, words, options);
  process.exitCode = problems.length === 0 ? EXIT.done : EXIT.problems;
}
