import { cloneOrg } from '../../platform/orgs/clone.ts';
import { deleteExpired, describeOrg, describeOrgs, type OrgSummary } from '../../platform/orgs/describe.ts';
import { createOrg, deleteOrg, findOrg, listServers } from '../../platform/orgs/orgs.ts';
import { SYSTEM_PACKAGE } from '../../platform/packages/element.ts';
import type { OrgKind } from '../../platform/store/org-kind.ts';
import { saveRecords } from '../../runtime/records/save-data.ts';
import type { CreateOptions, DeleteOptions } from './commands/org.ts';
import { EXIT, UsageError } from './exit.ts';
import { plural, print } from './print.ts';
import { progressLine } from './progress.ts';
import { operator, withDatabase, withOpenEngine } from './with-engine.ts';

/** `formwork org create`: an org with the engine's own objects, or a clone. */
export async function runCreate(name: string, options: CreateOptions): Promise<void> {
  const kind = kindOf(options);
  if (options.withRecords && options.from === undefined)
    throw new UsageError('--with-records says what to clone, so it needs --from ORG.');
  const { from, withRecords = false, days } = options;
  const made = { kind, by: operator(), ...(days === undefined ? {} : { days }) };
  const progress = progressLine('records');
  const org = await withDatabase(async (databaseUrl, pool) => {
    await deleteExpired(pool);
    if (from === undefined) {
      await createOrg(pool, name, made);
      await withOpenEngine(databaseUrl, name, (engine) =>
        engine.deployPackages([], { by: made.by, note: `Created as a ${kind} org` }),
      );
    } else {
      const onProgress = withRecords ? progress.show : undefined;
      await cloneOrg(pool, name, {
        ...made,
        from,
        withRecords,
        hooks: { saveRecords },
        ...(onProgress && { onProgress }),
      });
    }
    return describeOrg(pool, name);
  }).finally(() => progress.end());
  if (org) print(org, `Created: ${inWords(org)}`, options);
}

/** `formwork org list` */
export async function runList(options: { readonly json?: boolean }): Promise<void> {
  const { orgs, gone } = await withDatabase(async (_, pool) => {
    const expired = await deleteExpired(pool);
    return { orgs: await describeOrgs(pool), gone: expired };
  });
  for (const name of gone) process.stderr.write(`Removed the scratch org ${name}: its time was over.\n`);
  print(orgs, orgs.map(inWords).join('\n') || 'There are no orgs yet: `npm start` makes the first one.', options);
}

/** `formwork org delete` */
export async function runDelete(name: string, options: DeleteOptions): Promise<void> {
  await withDatabase(async (_, pool) => {
    await findOrg(pool, name);
    const org = await describeOrg(pool, name);
    if (org) refuseDeletion(org, { ...options, servers: (await listServers(pool, name)).length });
    await deleteOrg(pool, name);
  });
  print({ deleted: name }, `Deleted the org ${name}.`, options);
  process.exitCode = EXIT.done;
}

/** A clone is for trying something out, unless somebody says otherwise. */
function kindOf({ scratch, kind, from }: CreateOptions): OrgKind {
  if (scratch && kind !== undefined && kind !== 'scratch')
    throw new UsageError(`--scratch and --kind ${kind} contradict each other.`);
  return scratch ? 'scratch' : (kind ?? (from === undefined ? 'production' : 'sandbox'));
}

/** All that speaks against a deletion, at once. */
function refuseDeletion(org: OrgSummary, options: DeleteOptions & { readonly servers: number }): void {
  const { confirm, production, force, servers } = options;
  const reasons = [
    ...(confirm === org.name ? [] : [`To confirm, add --confirm ${org.name}.`]),
    ...(org.kind !== 'production' || production ? [] : ['It is a production org: add --production if you mean it.']),
    ...(servers === 0 || force
      ? []
      : [
          `${plural(servers, 'process', 'es')} ${servers === 1 ? 'serves' : 'serve'} it at this moment: stop that, or add --force.`,
        ]),
  ];
  if (reasons.length === 0) return;
  const lost = `The org ${org.name} has about ${plural(org.records, 'record')}, and there is no way back.`;
  throw new UsageError([`Nothing was deleted. ${lost}`, ...reasons].join('\n'));
}

function inWords(org: OrgSummary): string {
  const { name, kind, version, packages, records, bytes, createdAt, createdBy, expiresAt, source } = org;
  const line = [
    name,
    kind,
    `version ${version}`,
    `about ${plural(records, 'record')}`,
    `${(bytes / 2 ** 20).toFixed(1)} MB`,
    `created ${createdAt.slice(0, 16).replace('T', ' ')} by ${createdBy}`,
    ...(source === undefined ? [] : [`cloned from ${source.name} version ${source.version}`]),
    ...(expiresAt === undefined ? [] : [`expires ${expiresAt.slice(0, 16).replace('T', ' ')}`]),
  ].join('  ');
  const installed = packages
    .filter((each) => each.name !== SYSTEM_PACKAGE)
    .map((each) => `${each.name} ${each.version}`);
  return installed.length === 0 ? line : `${line}\n  ${installed.join(', ')}`;
}
