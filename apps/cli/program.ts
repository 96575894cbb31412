import { Command } from 'commander';
import { addCheck } from './commands/check.ts';
import { addData } from './commands/data.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDeploys } from './commands/deploys.ts';
import { addDiff } from './commands/diff.ts';
import { addDocs } from './commands/docs.ts';
import { addDropped } from './commands/dropped.ts';
import { addFormat } from './commands/format.ts';
import { addNew } from './commands/new.ts';
import { addOrg } from './commands/org.ts';
import { addPackage } from './commands/package.ts';
import { addPromote } from './commands/promote.ts';
import { addRetrieve } from './commands/retrieve.ts';
import { addSchema } from './commands/schema.ts';
import { addTest } from './commands/test.ts';
import { addUninstall } from './commands/uninstall.ts';
import { ownVersion } from './version.ts';

/*
 * The files of commands/ only declare; each loads what it works with when it is called, so that no command waits for
 * the modules of another.
 */
const COMMANDS = [
  addCheck,
  addFormat,
  addDiff,
  addDeploy,
  addRetrieve,
  addUninstall,
  addDeploys,
  addDropped,
  addData,
  addOrg,
  addPromote,
  addPackage,
  addTest,
  addNew,
  addSchema,
  addDocs,
];

/** The `formwork` command with all that it can do, before it is told what to do. */
export function formworkProgram(): Command {
  const program = new Command('formwork')
    .description('Checks, deploys and feeds Formwork orgs.')
    .version(ownVersion())
    .addHelpText('afterAll', '\nExit codes: 0 done, 1 problems found, 2 wrong usage, 3 could not reach or run.')
    .showHelpAfterError('(--help on every level tells more)')
    .exitOverride();
  for (const add of COMMANDS) add(program);
  return program;
}
