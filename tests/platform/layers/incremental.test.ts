import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../platform/json.ts';
import { type Compiled, compileModel } from '../../../platform/layers/compile.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { type MergedOrg, mergeChanged } from '../../../platform/layers/merge-changed.ts';
import { type Edit, EMPTY_ORG_LAYER, type OrgLayer } from '../../../platform/layers/org-layer.ts';
import type { Element, Package } from '../../../platform/packages/element.ts';
import { componentOf, ElementMap } from '../../../platform/packages/element-map.ts';
import { largePackages } from '../../support/large-org.ts';
import { width } from '../../support/width.ts';
import { loadFiles } from '../support/check-files.ts';
import { ORDERS } from '../support/orders.ts';

const EXTENSION = {
  'base/package.json': { name: '@test/base', version: '1.0.0', formwork: { label: 'Base' } },
  ...Object.fromEntries(Object.entries(ORDERS).map(([path, value]) => [`base/${path}`, value])),
  'more/package.json': {
    name: '@test/more',
    version: '1.0.0',
    dependencies: { '@test/base': '^1.0.0' },
    formwork: { label: 'More' },
  },
  'more/objects/Order__c/fields/Extra__c.json': { label: 'Extra', type: 'Text', order: 60 },
  'more/objects/Note__c/object.json': {
    label: 'Note',
    pluralLabel: 'Notes',
    nameField: { type: 'Text', label: 'Note' },
    sharing: 'Read',
  },
  'more/objects/Note__c/fields/About__c.json': { label: 'About', type: 'Lookup', order: 10, references: 'Order__c' },
  'more/objects/Note__c/listViews/All.json': {
    label: 'All',
    order: 10,
    columns: { 'About__r.Code__c': { order: 10 } },
  },
  'more/pages/Order.json': {
    extends: true,
    sections: { main: { items: { Extra__c: { order: 30 } } }, more: { label: 'More', order: 20, items: {} } },
  },
  'more/permissionSets/Sales.json': { extends: true, fields: { 'Order__c.Extra__c': { read: true } } },
} as const;

const { packages } = await loadFiles(EXTENSION);
const ids = packages.flatMap(({ elements }) => [...elements.keys()]);
const BY = { by: 'admin', at: '2026-01-01T00:00:00.000Z' };

/** One thing that happens to an org. */
type Step =
  | { readonly edits: readonly Edit[] }
  /** Another version of a package: without some elements, with others' properties on some. */
  | { readonly version: number; readonly without: readonly string[]; readonly mixed: readonly [string, string][] };

describe('what is compiled from what was compiled before', () => {
  it('equals what is compiled as a whole, whatever was edited, right or wrong, and repaired again', () => {
    fc.assert(
      fc.property(fc.array(steps(), { minLength: 1, maxLength: 8 }), (all) => {
        let [installed, org]: [readonly Package[], OrgLayer] = [packages, EMPTY_ORG_LAYER];
        let state = start(installed, org);
        for (const step of all) {
          if ('edits' in step) org = applyEdits({ packages: installed, org, edits: step.edits, ...BY }).org;
          else installed = upgraded(packages, step);
          state = compileNext(installed, org, state);
          expectWhole(state, installed, org);
        }
      }),
      { numRuns: width(60, 2000) },
    );
  }, 600_000);

  it('shares all that stays with what was before', () => {
    const before = start(packages, EMPTY_ORG_LAYER);
    const edits: Edit[] = [{ op: 'set', element: 'field:Order__c.Total__c', properties: { label: 'Sum' } }];
    const after = compileNext(packages, applyEdits({ packages, org: EMPTY_ORG_LAYER, edits, ...BY }).org, before);
    const [old, fresh] = [before.compiled.model, after.compiled.model];
    expect(fresh?.objects.get('Order__c')?.fields.get('Total__c')?.label).toBe('Sum');
    expect(fresh?.objects.get('Order__c')?.fields.get('Code__c')).toBe(
      old?.objects.get('Order__c')?.fields.get('Code__c'),
    );
    for (const name of ['User', 'Line__c', 'Note__c']) expect(fresh?.objects.get(name)).toBe(old?.objects.get(name));
    for (const part of ['permissionSets', 'apps', 'roles', 'sharingRules', 'data'] as const)
      expect(fresh?.[part]).toBe(old?.[part]);
  });

  it('checks only what looked at what changed', async () => {
    const large = await largePackages({ objects: 20, fields: 15 });
    const before = start(large, EMPTY_ORG_LAYER);
    const edits: Edit[] = [
      { op: 'set', element: 'field:Thing_007__c.New__c', properties: { label: 'New', type: 'Text', order: 5 } },
      { op: 'set', element: 'permissionSet:Large_Reader/fields:Thing_007__c.New__c', properties: { read: true } },
    ];
    const after = compileNext(large, applyEdits({ packages: large, org: EMPTY_ORG_LAYER, edits, ...BY }).org, before);
    expect(after.compiled.problems).toEqual([]);
    const [old, fresh] = [before.compiled.made.groups, after.compiled.made.groups];
    const touched = [...fresh].filter(([key, group]) => old.get(key) !== group).map(([key]) => key);
    expect(touched.filter((key) => key.startsWith('object:'))).toEqual(['object:thing_007__c']);
    expect(touched.filter((key) => key.startsWith('page:'))).toEqual(['page:page_of_thing_007']);
    const checks = (key: string, groups: typeof fresh) => groups.get('permissionset:large_reader')?.checks.get(key);
    const reader = 'permissionSet:Large_Reader#Thing_00';
    expect(checks(`${reader}6__c`, fresh)).toBe(checks(`${reader}6__c`, old));
    expect(checks(`${reader}7__c`, fresh)).not.toBe(checks(`${reader}7__c`, old));
  });

  it('finds what leads nowhere in another component, and that it is repaired', () => {
    const before = start(packages, EMPTY_ORG_LAYER);
    const remove: Edit[] = [{ op: 'remove', element: 'field:Order__c.Total__c' }];
    const broken = applyEdits({ packages, org: EMPTY_ORG_LAYER, edits: remove, ...BY }).org;
    const wrong = compileNext(packages, broken, before);
    expect(wrong.compiled.model).toBeUndefined();
    expect(new Set(wrong.compiled.problems.map(({ element }) => componentOf(element ?? '')))).toEqual(
      new Set(['validationRule:Order__c.Total_Positive', 'page:Order', 'permissionSet:Sales', 'data:orders']),
    );
    const back: Edit[] = [{ op: 'reset', element: 'field:Order__c.Total__c' }];
    const repaired = compileNext(packages, applyEdits({ packages, org: broken, edits: back, ...BY }).org, wrong);
    expect(repaired.compiled.problems).toEqual([]);
    expect(repaired.compiled.model?.objects).toEqual(before.compiled.model?.objects);
  });
});

interface State {
  readonly merged: MergedOrg;
  readonly compiled: Compiled;
}

function start(installed: readonly Package[], org: OrgLayer): State {
  return compileNext(installed, org, undefined);
}

function compileNext(installed: readonly Package[], org: OrgLayer, before: State | undefined): State {
  const merged = mergeChanged({ packages: installed, org }, before?.merged);
  return { merged, compiled: compileModel({ packages: installed, ...merged }, before?.compiled) };
}

function expectWhole({ merged, compiled }: State, installed: readonly Package[], org: OrgLayer): void {
  const whole = mergeLayers({ packages: installed, org });
  expect(new Map(merged.elements)).toEqual(whole.elements);
  expect(merged.org).toEqual(whole.org);
  expect(sorted(merged.conflicts)).toEqual(sorted(whole.conflicts));
  for (const [id, origins] of whole.origins) expect(merged.origins.get(id)).toEqual(origins);
  const plain = compileModel({ packages: installed, ...whole });
  expect(compiled.problems).toEqual(plain.problems);
  expect(compiled.model === undefined).toBe(plain.model === undefined);
  const { origins: _, ...model } = compiled.made.model;
  const { origins: __, ...expected } = plain.made.model;
  expect(model).toEqual(expected);
  for (const part of ['objects', 'apps', 'permissionSets', 'data'] as const)
    expect([...model[part].keys()]).toEqual([...expected[part].keys()]);
}

function sorted(conflicts: readonly object[]): string[] {
  return conflicts.map((each) => JSON.stringify(each)).sort();
}

function upgraded(all: readonly Package[], step: Extract<Step, { version: number }>): Package[] {
  const without = new Set(step.without);
  return all.map((each) => {
    const elements = [...each.elements.values()].flatMap((element): Element[] => {
      const from = step.mixed.find(([id]) => id === element.id)?.[1];
      const other = from === undefined ? undefined : all.flatMap((one) => one.elements.get(from) ?? [])[0];
      if (without.has(element.id) && each.name !== '@formwork/system') return [];
      return [{ ...element, properties: { ...element.properties, ...other?.properties } }];
    });
    const before = ElementMap.of(each.elements);
    const fresh = ElementMap.from(elements);
    return { ...each, version: `1.0.${step.version}`, elements: sharing(before, fresh) };
  });
}

/** Groups that say the same are the same, as they are where rows that changed are applied to what is in memory. */
function sharing(before: ElementMap, after: ElementMap): ElementMap {
  const groups = [...after.groups].map(([key, group]) => {
    const old = before.groups.get(key);
    const isSame = old !== undefined && JSON.stringify([...old]) === JSON.stringify([...group]);
    return [key, isSame ? old : group] as const;
  });
  return new ElementMap(new Map(groups));
}

const NEW_IDS = [
  'object:Fresh__c',
  'object:order__c',
  'field:Order__c.Fresh__c',
  'field:Order__c.total__c',
  'field:Fresh__c.Name__c',
  'field:Gone__c.Name__c',
  'field:Order__c.Name',
  'field:Order__c.Status__c/values:draft',
  'field:Order__c.Status__c/values:New',
  'page:Fresh',
  'page:Order/sections:none/items:Total__c',
  'page:Order/sections:main/items:Code__c',
  'page:Order/sections:MAIN',
  'permissionSet:Sales/fields:Order__c.Fresh__c',
  'permissionSet:Sales/fields:Order__c.Code__c',
  'permissionSet:Sales/fields:Note__c.About__c',
  'permissionSet:Sales/objects:Note__c',
  'permissionSet:Fresh',
  'app:Sales/tabs:Line__c',
  'listView:Order__c.Fresh',
  'role:Fresh',
  'bogus',
];

function steps(): fc.Arbitrary<Step> {
  const known = fc.constantFrom(...ids.filter((id) => !id.startsWith('package:')));
  const app = fc.constantFrom(...ids.filter((id) => /Order|Line|Note|Sales|role:|orders/.test(id)));
  const id = fc.oneof({ weight: 3, arbitrary: app }, { weight: 1, arbitrary: known }, fc.constantFrom(...NEW_IDS));
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ op: fc.constant('set' as const), element: id, properties: properties() }),
    fc.record({ op: fc.constant('unset' as const), element: id, property: fc.constantFrom(...PROPERTY_NAMES) }),
    fc.record({ op: fc.constant('remove' as const), element: id }),
    fc.record({ op: fc.constant('reset' as const), element: id }),
  );
  const whole = fc.constantFrom(
    { label: 'Fresh', type: 'Text', order: 1 },
    { label: 'Fresh', pluralLabel: 'Fresh', nameField: { type: 'Text', label: 'Name' }, sharing: 'Private' },
    { label: 'Fresh', object: 'Note__c' },
    { label: 'Fresh', order: 7 },
    { label: 'Fresh' },
    { read: true, edit: true },
    { read: true },
    { order: 5 },
    {},
  );
  const sound: fc.Arbitrary<Edit> = fc.record({ op: fc.constant('set' as const), element: id, properties: whole });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.oneof(edit, sound), { minLength: 1, maxLength: 4 }).map((edits) => ({ edits })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        version: fc.nat(9),
        without: fc.array(app, { maxLength: 2 }),
        mixed: fc.array(fc.tuple(app, app), { maxLength: 2 }),
      }),
    },
  );
}

const PROPERTY_NAMES = [
  'label',
  'type',
  'order',
  'references',
  'object',
  'parent',
  'help',
  'sharing',
  'values',
  'read',
];

function properties(): fc.Arbitrary<Readonly<Record<string, Json>>> {
  const value = fc.constantFrom<Json>(
    ...['Total', 'Text', 'Number', 'Picklist', 'Order__c', 'Note__c', 'Gone__c', 'Boss', 'Clerk', 'ReadWrite'],
    ...[true, false, 3, null, {}],
    { Total__c: { order: 1 } },
  );
  return fc.dictionary(fc.constantFrom(...PROPERTY_NAMES, 'sections', 'bogus'), value, { maxKeys: 2 });
}
