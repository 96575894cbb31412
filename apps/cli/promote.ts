import { findOrg } from '../../platform/orgs/orgs.ts';
import { promote } from '../../platform/orgs/promote.ts';
import type { DeployResult } from '../../runtime/client/api.ts';
import { planDataChecks } from '../../runtime/records/check-data.ts';
import { saveRecords } from '../../runtime/records/save-data.ts';
import { decisionsOf, writeOpen } from './commands/deciding.ts';
import { confirmed } from './commands/destroying.ts';
import type { PromoteOptions } from './commands/promote.ts';
import { EXIT, UsageError } from './exit.ts';
import { deployInWords, print, problemsInWords } from './print.ts';
import { operator, withDatabase } from './with-engine.ts';

/** Promotes from one org to another and says what came of it. */
export async function runPromote(fromName: string, toName: string, options: PromoteOptions): Promise<void> {
  if (fromName === toName) throw new UsageError(`There is nothing to promote from ${fromName} to itself.`);
  const decided = await decisionsOf(options);
  if (decided === undefined) return;
  const { checkOnly, only, withPackages, note } = options;
  const result = await withDatabase(async (_, pool) => {
    const [from, to] = [await findOrg(pool, fromName), await findOrg(pool, toName)];
    await Promise.all([from.migrate(), to.migrate()]);
    return confirmed(options, (confirm) =>
      promote(
        { from, to },
        {
          ...{ by: operator(), note, ...decided },
          ...(only && { only }),
          ...(withPackages && { withPackages }),
          ...(checkOnly && { checkOnly }),
          ...(confirm && { confirm }),
        },
        { planDataChecks, saveRecords },
      ),
    );
  });
  await writeOpen(options, result.plan.conflicts);
  print(result, inWords(result, { from: fromName, to: toName }), options);
  process.exitCode = result.status === 'failed' ? EXIT.problems : EXIT.done;
}

function inWords(result: DeployResult, { from, to }: { readonly from: string; readonly to: string }): string {
  if (result.status !== 'unchanged') return deployInWords(result);
  const nothing = `Nothing to promote: ${to} has what was changed in ${from}.`;
  return [problemsInWords(result.problems), nothing].filter(Boolean).join('\n');
}
