import type { Command } from 'commander';

/** What was asked of `formwork check`. */
export interface CheckOptions {
  readonly against: readonly string[];
  readonly againstOrg?: boolean;
  readonly org?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly json?: boolean;
}

/** `formwork check [DIR…]`: every problem of the packages, without a database. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Tell every problem of metadata packages, without a database.')
    .argument('[dir...]', 'package folders, folders of packages, projects or tarballs (default: metadata)')
    .option(
      '--against <packages>',
      'tell which version the changes since then need: a folder, a tarball or NAME@VERSION; may be repeated',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('--against-org', 'the same for what an org has installed; this needs its database')
    .option('--org <name>', 'the org to compare with (default: FORMWORK_ORG, or demo)')
    .option('--sarif <file>', 'write the problems as SARIF 2.1.0, for code hosts')
    .option('--junit <file>', 'write the problems as a JUnit report')
    .option('--json', 'answer in JSON')
    .action(async (dirs: string[], options: CheckOptions) => {
      const { runCheck } = await import('../run-check.ts');
      await runCheck(dirs, options);
    });
}
