import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Retrieval } from '../../../platform/deploy/retrieve.ts';
import type { Problem } from '../../../runtime/client/api.ts';
import { EXIT } from '../exit.ts';
import { uncommitted } from '../git-changes.ts';
import { print } from '../print.ts';
import { retrievalInWords } from '../retrieval-in-words.ts';

interface Options {
  readonly into: string;
  readonly package?: string;
  readonly force?: boolean;
  readonly org?: string;
  readonly json?: boolean;
}

/** `formwork retrieve`: what admins changed, as changes to the packages' files. */
export function addRetrieve(program: Command): void {
  program
    .command('retrieve')
    .description("Write what admins changed in an org into the packages' files, to be reviewed and deployed.")
    .option('--into <dir>', 'a folder of packages; an empty or new one takes the packages whole', 'metadata')
    .option('--package <name>', 'package for what admins added; of an empty folder, the one to write there')
    .option('--force', 'also over files with changes that are not committed')
    .option('--org <name>', 'the org to retrieve from (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(runRetrieve);
}

async function runRetrieve(options: Options): Promise<void> {
  const into = resolve(options.into);
  const { withEngine } = await import('../with-engine.ts');
  const { retrieve, saveRetrieved } = await import('../../../platform/deploy/retrieve.ts');
  const target = options.package === undefined ? {} : { package: options.package };
  const found = await withEngine(options, (engine) => retrieve(engine.store, { into, ...target }));
  const retrieval = options.force ? found : await withoutUncommitted(found);
  await saveRetrieved(retrieval);
  print(toJson(retrieval), retrievalInWords(retrieval), options);
  const isHindered = retrieval.conflicts.length > 0 || retrieval.problems.some(({ severity }) => severity === 'error');
  process.exitCode = isHindered ? EXIT.problems : EXIT.done;
}

/** Nothing is written where one file would lose what nobody committed. */
async function withoutUncommitted(retrieval: Retrieval): Promise<Retrieval> {
  // Each package may lie in a repository of its own.
  const byFolder = Map.groupBy(retrieval.files, ({ folder }) => folder);
  const asked = [...byFolder].map(([folder, of]) =>
    uncommitted(
      folder,
      of.map(({ file }) => file),
    ),
  );
  const files = (await Promise.all(asked)).flat();
  if (files.length === 0) return retrieval;
  return { ...retrieval, files: [], problems: [...retrieval.problems, ...files.map(notCommitted)] };
}

function notCommitted(file: string): Problem {
  const path = relative('', file);
  return {
    code: 'NOT_COMMITTED',
    severity: 'error',
    message: `${path} has changes that are not committed. Nothing was written; commit or stash them, or use --force.`,
    found: path,
  };
}

/** Texts are in the files. */
function toJson({ files, ...retrieval }: Retrieval) {
  return {
    ok: retrieval.conflicts.length === 0 && !retrieval.problems.some(({ severity }) => severity === 'error'),
    files: files.map(({ file, package: name, action, changes }) => ({
      file: relative('', file),
      package: name,
      action,
      changes,
    })),
    ...retrieval,
  };
}
