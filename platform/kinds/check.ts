import { checkAction } from './action/check.ts';
import { checkApp } from './app/check.ts';
import { checkData } from './data/check.ts';
import { checkField } from './field/check.ts';
import type { Finding } from './finding.ts';
import type { KindName } from './kind.ts';
import { checkListView } from './list-view/check.ts';
import type { ComponentsOf, ComponentView, ModelView } from './model-view.ts';
import { checkObject } from './object/check.ts';
import { checkPage } from './page/check.ts';
import { checkPermissionSet, partOfPermissionSet } from './permission-set/check.ts';
import { checkRole } from './role/check.ts';
import { checkScenario } from './scenario/check.ts';
import { checkSharingRule } from './sharing-rule/check.ts';
import { checkValidationRule } from './validation-rule/check.ts';

/** Finds what is wrong with one component beyond its schema: names that lead nowhere, values that do not fit. */
export type KindCheck = (component: ComponentView, model: ModelView, componentsOf: ComponentsOf) => Finding[];

/** The check of each kind. */
export const kindChecks: Readonly<Record<KindName, KindCheck>> = {
  /** A manifest is checked where it is read. */
  package: () => [],
  object: checkObject,
  field: checkField,
  validationRule: checkValidationRule,
  action: checkAction,
  listView: checkListView,
  page: checkPage,
  app: checkApp,
  permissionSet: checkPermissionSet,
  role: checkRole,
  sharingRule: checkSharingRule,
  data: checkData,
  scenario: checkScenario,
};

/**
 * Kinds of which a component may have items by the ten thousand, each checked by itself: the part of the component, by
 * its name, that an item is checked in. A part looks as the component would with these items alone.
 */
export const checkedInParts: { readonly [K in KindName]?: (collection: string, key: string) => string } = {
  permissionSet: partOfPermissionSet,
};
