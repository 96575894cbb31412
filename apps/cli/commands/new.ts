import type { Command } from 'commander';

/** What was asked of `formwork new`. */
export interface NewOptions {
  readonly package?: string;
  readonly object?: string;
  readonly type?: string;
  readonly set: readonly string[];
  readonly withPage?: boolean;
  readonly withListView?: boolean;
  readonly withPermissionSet?: boolean;
  readonly json?: boolean;
}

/** `formwork new KIND NAME`: a first file, in its place, that the check accepts. */
export function addNew(program: Command): void {
  program
    .command('new')
    .description('Write a first file of any kind into a package. Nothing that is there is changed.')
    .argument('<kind>', 'package, object, field, validationRule, action, listView, page, …')
    .argument('<name>', 'its name; of a part of an object with the object: Invoice__c.Due__c')
    .option('--package <dir>', 'folder of the package (default: this folder, or the only package below metadata)')
    .option('--object <name>', 'the object that a page, an app, a permission set, a sharing rule or data is about')
    .option('--type <type>', 'type of a field (default: Text)')
    .option('--set <property=value>', 'a property, in JSON or as text; a.b=… within one (repeatable)', collect, [])
    .option('--with-page', 'of an object: its record page, too')
    .option('--with-list-view', 'of an object: a list view of all records, too')
    .option('--with-permission-set', 'of an object: a permission set that opens it, too')
    .option('--json', 'answer in JSON')
    .action(async (kind: string, name: string, options: NewOptions) => {
      const { runNew } = await import('../new-component.ts');
      await runNew(kind, name, options);
    });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
