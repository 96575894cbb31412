import { actionReferences } from './action/references.ts';
import { appReferences } from './app/references.ts';
import { dataReferences } from './data/references.ts';
import { fieldReferences } from './field/references.ts';
import type { KindName } from './kind.ts';
import { listViewReferences } from './list-view/references.ts';
import { objectReferences } from './object/references.ts';
import { packageReferences } from './package/references.ts';
import { pageReferences } from './page/references.ts';
import { permissionSetReferences } from './permission-set/references.ts';
import type { KindReferences } from './reference.ts';
import { roleReferences } from './role/references.ts';
import { scenarioReferences } from './scenario/references.ts';
import { sharingRuleReferences } from './sharing-rule/references.ts';
import { validationRuleReferences } from './validation-rule/references.ts';

/** How each kind speaks of other elements: the one traversal that where-used and renames are made of. */
export const kindReferences: Readonly<Record<KindName, KindReferences>> = {
  package: packageReferences,
  object: objectReferences,
  field: fieldReferences,
  validationRule: validationRuleReferences,
  action: actionReferences,
  listView: listViewReferences,
  page: pageReferences,
  app: appReferences,
  permissionSet: permissionSetReferences,
  role: roleReferences,
  sharingRule: sharingRuleReferences,
  data: dataReferences,
  scenario: scenarioReferences,
};
