import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { planInWords, print, problemsInWords } from '../print.ts';
import { addDeciding, type Deciding, decisionsOf, writeOpen } from './deciding.ts';

interface Options extends Deciding {
  readonly org?: string;
}

/** `formwork diff [DIR…]`: what a deploy would change. */
export function addDiff(program: Command): void {
  const command = program
    .command('diff')
    .description('Show what a deploy would change: elements, tables, records, conflicts. Changes nothing.')
    .argument('[dir...]', 'package folders, or folders of packages (default: metadata)');
  addDeciding(command)
    .option('--org <name>', 'the org to compare with (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runDiff);
}

async function runDiff(dirs: string[], options: Options): Promise<void> {
  const wanted = packageDirs(dirs);
  const decided = await decisionsOf(options);
  if (decided === undefined) return;
  const { operator, withEngine } = await import('../with-engine.ts');
  const { plan, problems } = await withEngine(options, (engine) =>
    engine.deployPackages(wanted, { by: operator(), note: '', checkOnly: true, ...decided }),
  );
  const words = [problemsInWords(problems, wanted), planInWords(plan)].filter(Boolean).join('\n');
  await writeOpen(options, plan.conflicts);
  print({ plan, problems }, words, options);
  const isHindered = plan.conflicts.length > 0 || problems.some(({ severity }) => severity === 'error');
  process.exitCode = isHindered ? EXIT.problems : EXIT.done;
}
