import { startAction } from './action/starter.ts';
import { startApp } from './app/starter.ts';
import { startData } from './data/starter.ts';
import { startField } from './field/starter.ts';
import type { KindName } from './kind.ts';
import { startListView } from './list-view/starter.ts';
import { startObject } from './object/starter.ts';
import { startPackage } from './package/starter.ts';
import { startPage } from './page/starter.ts';
import { startPermissionSet } from './permission-set/starter.ts';
import { startRole } from './role/starter.ts';
import { startScenario } from './scenario/starter.ts';
import { startSharingRule } from './sharing-rule/starter.ts';
import type { Starter } from './starter.ts';
import { startValidationRule } from './validation-rule/starter.ts';

/** The first file of each kind. */
export const kindStarters: Readonly<Record<KindName, Starter>> = {
  package: startPackage,
  object: startObject,
  field: startField,
  validationRule: startValidationRule,
  action: startAction,
  listView: startListView,
  page: startPage,
  app: startApp,
  permissionSet: startPermissionSet,
  role: startRole,
  sharingRule: startSharingRule,
  data: startData,
  scenario: startScenario,
};
