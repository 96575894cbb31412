import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { planInWords, print, problemsInWords } from '../print.ts';
import { addDeciding, type Deciding, decisionsOf, writeOpen } from './deciding.ts';
import { addDestructive, type Destroying, destructiveOf } from './destroying.ts';

interface Options extends Deciding, Destroying {
  readonly org?: string;
}

/** `formwork diff [DIR…]`: what a deploy would change. */
export function addDiff(program: Command): void {
  const command = program
    .command('diff')
    .description('Show what a deploy would change: elements, tables, records, conflicts. Changes nothing.')
    .argument('[dir...]', 'package folders, folders of packages, projects or tarballs (default: metadata)');
  addDestructive(addDeciding(command))
    .option('--org <name>', 'the org to compare with (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runDiff);
}

async function runDiff(dirs: string[], options: Options): Promise<void> {
  const wanted = packageDirs(dirs);
  const decided = await decisionsOf(options);
  const destroyed = decided && (await destructiveOf(options));
  if (destroyed === undefined) return;
  const { destructive, locate } = destroyed;
  const { operator, withEngine } = await import('../with-engine.ts');
  const request = { note: '', checkOnly: true, ...decided, ...(destructive ? { destructive } : {}) };
  const { plan, ...checked } = await withEngine(options, (engine) =>
    engine.deployPackages(wanted, { ...request, by: operator() }),
  );
  const problems = checked.problems.map(locate);
  const words = [problemsInWords(problems, wanted), planInWords(plan)].filter(Boolean).join('\n');
  await writeOpen(options, plan.conflicts);
  print({ plan, problems }, words, options);
  const isHindered = plan.conflicts.length > 0 || problems.some(({ severity }) => severity === 'error');
  process.exitCode = isHindered ? EXIT.problems : EXIT.done;
}
