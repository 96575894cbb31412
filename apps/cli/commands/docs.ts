import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { plural, print } from '../print.ts';

interface Options {
  readonly out: string;
  readonly format: 'html' | 'md';
  readonly json?: boolean;
}

/** `formwork docs --out DIR`: the reference as pages that need no server. */
export function addDocs(program: Command): void {
  program
    .command('docs')
    .description('Write the reference: every kind, field type, command and problem code.')
    .requiredOption('--out <dir>', 'the folder to write to; files of the same names are replaced')
    .addOption(
      new Option('--format <format>', 'pages for browsers, or Markdown').choices(['html', 'md']).default('html'),
    )
    .option('--json', 'answer in JSON')
    .action(runDocs);
}

async function runDocs({ out, format, ...options }: Options): Promise<void> {
  const [{ htmlSite, markdownSite }, { commandDocs }, { writeFiles }] = await Promise.all([
    import('../../../runtime/docs/site.ts'),
    import('../command-docs.ts'),
    import('../write-files.ts'),
  ]);
  const site = format === 'md' ? markdownSite(commandDocs()) : await htmlSite(commandDocs());
  await writeFiles(out, site);
  const start = join(out, format === 'md' ? 'index.md' : 'index.html');
  print({ files: [...site.keys()] }, `${plural(site.size, 'file')} written; begin with ${start}.`, options);
}
