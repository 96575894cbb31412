import type { Command } from 'commander';
import type { DeploySummary } from '../../../runtime/client/api.ts';
import { EXIT } from '../exit.ts';
import { deployInWords, plural, print } from '../print.ts';
import { addConfirm, type Confirming, confirmed } from './destroying.ts';

interface Options {
  readonly org?: string;
  readonly json?: boolean;
}

interface RollbackOptions extends Options, Confirming {
  readonly checkOnly?: boolean;
  readonly note: string;
}

/** `formwork deploys` and `formwork rollback DEPLOY`: the history, and the way back. */
export function addDeploys(program: Command): void {
  program
    .command('deploys')
    .description('List the latest 50 deploys of an org, the newest first.')
    .option('--org <name>', 'the org (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runDeploys);

  const rollback = program
    .command('rollback')
    .description('Take back what one deploy did, as a deploy of its own.')
    .argument('<deploy>', 'id of the deploy, from `formwork deploys`')
    .option('--check-only', 'say what would happen and change nothing');
  addConfirm(rollback)
    .option('--note <text>', 'a line for the history', '')
    .option('--org <name>', 'the org (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runRollback);
}

async function runDeploys(options: Options): Promise<void> {
  const { withEngine } = await import('../with-engine.ts');
  const deploys = await withEngine(options, (engine) => engine.history());
  print(deploys, deploys.map(deployLine).join('\n') || 'Nothing was deployed yet.', options);
}

function deployLine({ id, kind, version, by, at, note, elements, rollbackOf }: DeploySummary): string {
  const what = rollbackOf === undefined ? kind : `${kind} of ${rollbackOf}`;
  return [id, `version ${version}`, what, at, by, plural(elements, 'element'), note].filter(Boolean).join('  ');
}

async function runRollback(deploy: string, { checkOnly, note, ...options }: RollbackOptions): Promise<void> {
  const { operator, withEngine } = await import('../with-engine.ts');
  const result = await withEngine(options, (engine) =>
    confirmed(options, (confirm) =>
      engine.deploy({
        ...{ kind: 'rollback', deploy, by: operator(), note },
        ...(confirm ? { confirm } : {}),
        ...(checkOnly ? { checkOnly } : {}),
      }),
    ),
  );
  print(result, deployInWords(result), options);
  process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
}
