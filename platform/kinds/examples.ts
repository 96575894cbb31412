import { actionExamples } from './action/example.ts';
import { appExamples } from './app/example.ts';
import { dataExamples } from './data/example.ts';
import type { Example } from './example.ts';
import { fieldExamples } from './field/example.ts';
import type { KindName } from './kind.ts';
import { listViewExamples } from './list-view/example.ts';
import { objectExamples } from './object/example.ts';
import { packageExamples } from './package/example.ts';
import { pageExamples } from './page/example.ts';
import { permissionSetExamples } from './permission-set/example.ts';
import { roleExamples } from './role/example.ts';
import { scenarioExamples } from './scenario/example.ts';
import { sharingRuleExamples } from './sharing-rule/example.ts';
import { validationRuleExamples } from './validation-rule/example.ts';

/** Examples of each kind, the most telling first. */
export const kindExamples: Readonly<Record<KindName, readonly Example[]>> = {
  package: packageExamples,
  object: objectExamples,
  field: fieldExamples,
  validationRule: validationRuleExamples,
  action: actionExamples,
  listView: listViewExamples,
  page: pageExamples,
  app: appExamples,
  permissionSet: permissionSetExamples,
  role: roleExamples,
  sharingRule: sharingRuleExamples,
  data: dataExamples,
  scenario: scenarioExamples,
};
