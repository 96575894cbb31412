import type { Command } from 'commander';
import type { DroppedData } from '../../../platform/deploy/dropped.ts';
import { EXIT, UsageError } from '../exit.ts';
import { plural, print, problemsInWords } from '../print.ts';

interface Options {
  readonly purge?: string;
  readonly confirm?: boolean;
  readonly org?: string;
  readonly json?: boolean;
}

/** `formwork dropped`: what was removed and can still be brought back. */
export function addDropped(program: Command): void {
  program
    .command('dropped')
    .description('List removed fields and objects whose values can still be brought back, or purge one for good.')
    .option('--purge <element>', 'drop what is kept of an element now, with its values; there is no way back')
    .option('--confirm', 'really purge it')
    .option('--org <name>', 'the org (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runDropped);
}

async function runDropped({ purge, confirm, ...options }: Options): Promise<void> {
  if (purge === undefined && confirm) throw new UsageError('--confirm goes with --purge ELEMENT.');
  if (purge !== undefined && !confirm)
    throw new UsageError(`The values of ${purge} would be gone for good. Say --confirm to purge them.`);
  const { operator, withEngine } = await import('../with-engine.ts');
  if (purge === undefined) {
    const dropped = await withEngine(options, (engine) => engine.dropped());
    return print(dropped, dropped.map(droppedLine).join('\n') || 'Nothing that was removed is kept.', options);
  }
  const result = await withEngine(options, (engine) => engine.purge(operator(), purge));
  const done = result.purged.length > 0 ? `Purged: ${result.purged.join(', ')}.` : 'Nothing was purged.';
  print(result, [problemsInWords(result.problems), done].filter(Boolean).join('\n'), options);
  process.exitCode = result.problems.length > 0 ? EXIT.problems : EXIT.done;
}

function droppedLine({ element, records, isLeftBehind, by, at, until, deploy }: DroppedData): string {
  const held = element.startsWith('object:') ? plural(records, 'record') : `values in ${plural(records, 'record')}`;
  return [
    element,
    held,
    `${isLeftBehind ? 'left by a change of type' : 'removed'} ${at} by ${by} in ${deploy}`,
    `kept until ${until.slice(0, 10)}`,
  ].join('  ');
}
