import { type CommandDoc, commandsDoc } from './commands-doc.ts';
import { conditionsDoc } from './conditions-doc.ts';
import type { Doc } from './doc.ts';
import { editorsDoc } from './editors-doc.ts';
import { fieldTypesDoc } from './field-types-doc.ts';
import { importsDoc } from './imports-doc.ts';
import { kindDocs } from './kind-docs.ts';
import { problemsDoc } from './problems-doc.ts';

/** All pages of the reference but the first, in the order of the navigation. */
export function allDocs(commands: readonly CommandDoc[]): Doc[] {
  return [
    ...kindDocs(),
    fieldTypesDoc(),
    conditionsDoc(),
    importsDoc(),
    commandsDoc(commands),
    problemsDoc(),
    editorsDoc(),
  ];
}
