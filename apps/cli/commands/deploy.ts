import type { Command } from 'commander';
import { annotate } from '../annotate.ts';
import { EXIT, UsageError } from '../exit.ts';
import { packageDirs } from '../package-dirs.ts';
import { deployInWords, print } from '../print.ts';
import { addDeciding, type Deciding, decisionsOf, writeOpen } from './deciding.ts';
import {
  addConfirm,
  addDestructive,
  type Confirming,
  confirmed,
  type Destroying,
  destructiveOf,
} from './destroying.ts';

interface Options extends Deciding, Destroying, Confirming {
  readonly checkOnly?: boolean;
  readonly lock?: string;
  readonly token?: string;
  readonly note: string;
  readonly org?: string;
}

/** `formwork deploy [DIR…]`: check, plan and apply packages in one transaction. */
export function addDeploy(program: Command): void {
  const command = program
    .command('deploy')
    .description('Check, plan and apply packages, all in one transaction or not at all.')
    .argument(
      '[dir...]',
      'package folders, folders of packages, projects or tarballs (default: metadata; with --token: what was checked)',
    )
    .option('--check-only', 'say what would happen and change nothing; gives a token')
    .option('--token <token>', 'apply what was checked with --check-only within the last ten days')
    .option('--lock <file>', 'refuse packages that are not just what `formwork package lock` wrote into this file');
  addConfirm(addDestructive(addDeciding(command)))
    .option('--note <text>', 'a line for the history', '')
    .option('--org <name>', 'the org to deploy to (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runDeploy);
}

async function runDeploy(dirs: string[], options: Options): Promise<void> {
  const { checkOnly, note, token } = options;
  const wanted = token !== undefined && dirs.length === 0 ? [] : packageDirs(dirs);
  const decided = await decisionsOf(options);
  const destroyed = decided && (await destructiveOf(options));
  if (destroyed === undefined) return;
  const { destructive, locate } = destroyed;
  const check = await lockOf(options, wanted);
  const { operator, withEngine } = await import('../with-engine.ts');
  const { warnOfRevised } = await import('../../../platform/deploy/package-moves.ts');
  const asked = {
    ...{ by: operator(), note, ...decided },
    ...(destructive ? { destructive } : {}),
    ...(checkOnly ? { checkOnly, forLater: token === undefined } : {}),
    ...(token === undefined ? {} : { token }),
  };
  const { problems, ...deployed } = await withEngine(options, (engine) =>
    confirmed(options, (confirm) => {
      const request = { ...asked, ...(confirm ? { confirm } : {}) };
      return wanted.length === 0
        ? engine.deploy({ ...request, kind: 'packages', packages: [] })
        : engine.deployPackages(wanted, request, check);
    }),
  );
  const warnings = warnOfRevised(deployed.plan.packages ?? []);
  const result = { ...deployed, problems: [...problems.map(locate), ...warnings] };
  await writeOpen(options, result.plan.conflicts);
  annotate(result.problems, wanted);
  print(result, deployInWords(result, wanted), options);
  process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
}

/** What a lock asks of the packages, where one was named. */
async function lockOf({ lock }: Options, wanted: readonly string[]) {
  if (lock === undefined) return undefined;
  if (wanted.length === 0) throw new UsageError('--lock compares packages: name them beside --token, too.');
  const { readLock } = await import('../read-lock.ts');
  return readLock(lock);
}
