import type { Command } from 'commander';

/** What was asked of `formwork package …`. */
export interface PackageOptions {
  readonly out?: string;
  readonly org?: string;
  readonly json?: boolean;
}

/** `formwork package …`: metadata packages as npm packages, and what an org has installed of them. */
export function addPackage(program: Command): void {
  const command = program
    .command('package')
    .description('Pack metadata packages, and tell which an org has installed.');
  command
    .command('list')
    .description('List the packages that an org has installed, each after those it depends on.')
    .option('--org <name>', 'the org (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(async (options: PackageOptions) => (await import('../installed.ts')).listInstalled(options));
  command
    .command('lock')
    .description('Write down what an org has installed, so that `deploy --lock` brings just that elsewhere.')
    .option('--out <file>', 'where to (default: formwork.lock.json)')
    .option('--org <name>', 'the org (default: FORMWORK_ORG, or demo)')
    .option('--json', 'answer in JSON')
    .action(async (options: PackageOptions) => (await import('../installed.ts')).lockInstalled(options));
  command
    .command('pack')
    .description('Check packages and pack them as npm does. Publish the tarballs with `npm publish`.')
    .argument('[dir...]', 'package folders, or folders of packages (default: the current folder)')
    .option('--out <folder>', 'where the tarballs go (default: the current folder)')
    .option('--json', 'answer in JSON')
    .action(async (dirs: string[], options: PackageOptions) =>
      (await import('../pack.ts')).packPackages(dirs, options),
    );
  command
    .command('ci')
    .description('Write a GitHub Actions workflow: checks on a pull request, a deploy on merge.')
    .option('--out <file>', 'where to (default: .github/workflows/formwork.yml)')
    .action(async (options: PackageOptions) => (await import('../write-workflow.ts')).writeWorkflow(options));
}
