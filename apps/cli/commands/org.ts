import { type Command, InvalidArgumentError, Option } from 'commander';
import { ORG_KINDS, type OrgKind } from '../../../platform/store/org-kind.ts';

/** What was asked of `formwork org create`. */
export interface CreateOptions {
  readonly scratch?: boolean;
  readonly from?: string;
  readonly withRecords?: boolean;
  readonly kind?: OrgKind;
  readonly days?: number;
  readonly json?: boolean;
}

/** What was asked of `formwork org delete`. */
export interface DeleteOptions {
  readonly confirm?: string;
  readonly production?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `formwork org create|list|delete`: the orgs of the database. */
export function addOrg(program: Command): void {
  const org = program.command('org').description('Create, clone, list and delete orgs.');
  org
    .command('create')
    .description('Create an org: empty, or as a clone of another.')
    .argument('<name>', 'up to 40 lower-case letters, digits and single underscores')
    .option('--from <org>', 'clone this org: its packages and what its admins changed')
    .option('--with-records', 'clone its records and people as well')
    .option('--scratch', 'make a scratch org, which goes by itself after some days')
    .addOption(
      new Option('--kind <kind>', 'what it is for (default: production; of a clone, sandbox)').choices(ORG_KINDS),
    )
    .option('--days <number>', 'days that a scratch org lives (default: 7)', parseDays)
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: CreateOptions) => (await import('../orgs.ts')).runCreate(name, options));
  org
    .command('list')
    .description('List the orgs of the database. Scratch orgs whose time is over are removed first.')
    .option('--json', 'answer in JSON')
    .action(async (options: { readonly json?: boolean }) => (await import('../orgs.ts')).runList(options));
  org
    .command('delete')
    .description('Delete an org with all its records. There is no way back.')
    .argument('<name>', 'the org')
    .option('--confirm <name>', 'its name once more')
    .option('--production', 'it may be a production org')
    .option('--force', 'it may be served at this moment')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: DeleteOptions) => (await import('../orgs.ts')).runDelete(name, options));
}

function parseDays(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number of days.');
}
