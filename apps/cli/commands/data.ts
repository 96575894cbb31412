import type { Command } from 'commander';

/** What was asked of `formwork data import`. */
export interface ImportOptions {
  readonly object: string;
  readonly map: string;
  readonly key?: string;
  readonly as?: string;
  readonly rejected?: string;
  readonly org?: string;
  readonly json?: boolean;
}

/** `formwork data import FILE`: records from a CSV file, through the same save as everything else. */
export function addData(program: Command): void {
  const data = program.command('data').description('Bring records in.');
  data
    .command('import')
    .description(
      'Create and update records from a CSV file. Rows that are refused land in a result file with their reasons.',
    )
    .argument('<file>', 'the CSV file')
    .requiredOption('--object <name>', 'the object of the records')
    .requiredOption('--map <file>', 'the mapping file: which column becomes which field')
    .option('--key <field>', 'external id by which a row finds its record, instead of the one of the mapping file')
    .option('--as <username>', 'whose access applies; without it, the system user of the org')
    .option('--rejected <file>', 'where refused rows go (default: FILE.rejected.csv in the current folder)')
    .option('--org <name>', 'the org (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(async (file: string, options: ImportOptions) => {
      const { runImport } = await import('../import-data.ts');
      await runImport(file, options);
    });
}
