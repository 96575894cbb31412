import { actionKind } from './action/schema.ts';
import { appKind } from './app/schema.ts';
import { dataKind } from './data/schema.ts';
import { fieldKind } from './field/schema.ts';
import type { Kind, KindName } from './kind.ts';
import { listViewKind } from './list-view/schema.ts';
import { objectKind } from './object/schema.ts';
import { packageKind } from './package/schema.ts';
import { pageKind } from './page/schema.ts';
import { permissionSetKind } from './permission-set/schema.ts';
import { roleKind } from './role/schema.ts';
import { scenarioKind } from './scenario/schema.ts';
import { sharingRuleKind } from './sharing-rule/schema.ts';
import { validationRuleKind } from './validation-rule/schema.ts';

/** The only registry of metadata kinds. */
export const kinds: Readonly<Record<KindName, Kind>> = {
  package: packageKind,
  object: objectKind,
  field: fieldKind,
  validationRule: validationRuleKind,
  action: actionKind,
  listView: listViewKind,
  page: pageKind,
  app: appKind,
  permissionSet: permissionSetKind,
  role: roleKind,
  sharingRule: sharingRuleKind,
  data: dataKind,
  scenario: scenarioKind,
};
