import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { deployInWords, plural, print } from '../print.ts';
import { operator, withEngine } from '../with-engine.ts';

/** `formwork deploys` and `formwork rollback DEPLOY`: the history, and the way back. */
export function addDeploys(program: Command): void {
  program
    .command('deploys')
    .description('List the deploys of an org, the newest first.')
    .option('--org <name>', 'the org')
    .option('--json', 'answer in JSON')
    .action(async (options: { org?: string; json?: boolean }) => {
      const deploys = await withEngine(options, (engine) => engine.history());
      const lines = deploys.map(({ id, kind, version, by, at, note, plan }) =>
        [id, `version ${version}`, kind, at, by, plural(plan.elements.length, 'element'), note]
          .filter(Boolean)
          .join('  '),
      );
      print(deploys, lines.join('\n') || 'Nothing was deployed yet.', options);
    });

  program
    .command('rollback')
    .description('Take back what one deploy did, as a deploy of its own.')
    .argument('<deploy>', 'id of the deploy, from `formwork deploys`')
    .option('--check-only', 'say what would happen and change nothing')
    .option('--org <name>', 'the org')
    .option('--json', 'answer in JSON')
    .action(async (deploy: string, options: { checkOnly?: boolean; org?: string; json?: boolean }) => {
      const result = await withEngine(options, (engine) =>
        engine.deploy({
          kind: 'rollback',
          deploy,
          by: operator(),
          note: '',
          ...(options.checkOnly ? { checkOnly: true } : {}),
        }),
      );
      print(result, deployInWords(result), options);
      process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
    });
}
