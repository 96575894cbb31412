import type { Command } from 'commander';

/** What was asked of `formwork test`. */
export interface TestOptions {
  readonly trace?: boolean;
  readonly junit?: string;
  readonly filter?: string;
  readonly json?: boolean;
}

/** `formwork test [DIR…]`: the packages' scenarios, each taken back, in a few scratch orgs. */
export function addTest(program: Command): void {
  program
    .command('test')
    .description(
      'Run the scenarios of packages in scratch orgs that are made for it and deleted after it. Every scenario is taken back.',
    )
    .argument('[dir...]', 'package folders, or folders of packages (default: metadata)')
    .option('--filter <text>', 'only scenarios whose name, label or package contains this')
    .option('--trace', 'tell which passing scenarios show which requirement')
    .option('--junit <file>', 'write a JUnit report')
    .option('--json', 'answer in JSON')
    .action(async (dirs: string[], options: TestOptions) => {
      const { runTest } = await import('../run-test.ts');
      await runTest(dirs, options);
    });
}
