import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../platform/json.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { equalJson } from '../../../platform/layers/equal-json.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { type Edit, EMPTY_ORG_LAYER, type OrgLayer } from '../../../platform/layers/org-layer.ts';
import type { Element, Package } from '../../../platform/packages/element.ts';
import { parseElementId } from '../../../platform/packages/element-id.ts';

const BY = { by: 'admin', at: '2026-01-01T00:00:00.000Z' };
const FIELD = 'field:Order__c.Total__c';

describe('merging three ways', () => {
  it("keeps an admin's value while the package stays as it was", () => {
    const before = packageOf({ [FIELD]: { label: 'Total', order: 1 } });
    const org = edited(before, [{ op: 'set', element: FIELD, properties: { label: 'Sum' } }]);
    const merged = mergeLayers({ packages: [before], org });
    expect(merged.elements.get(FIELD)?.properties).toEqual({ label: 'Sum', order: 1 });
    expect(merged.origins.get(FIELD)).toEqual({
      label: { layer: 'org', ...BY, package: '@test/app', packageValue: 'Total' },
      order: { layer: 'package', package: '@test/app' },
    });
    expect(merged.conflicts).toEqual([]);
  });

  it('takes what only the package changed, beside what only the admin changed', () => {
    const org = edited(packageOf({ [FIELD]: { label: 'Total', order: 1 } }), [
      { op: 'set', element: FIELD, properties: { label: 'Sum' } },
    ]);
    const upgraded = packageOf({ [FIELD]: { label: 'Total', order: 5, help: 'In dollars' } });
    const { elements, conflicts } = mergeLayers({ packages: [upgraded], org });
    expect(elements.get(FIELD)?.properties).toEqual({ label: 'Sum', order: 5, help: 'In dollars' });
    expect(conflicts).toEqual([]);
  });

  it('shows base, theirs and ours where both changed the same value, and goes as it is told', () => {
    const org = edited(packageOf({ [FIELD]: { label: 'Total' } }), [
      { op: 'set', element: FIELD, properties: { label: 'Sum' } },
    ]);
    const packages = [packageOf({ [FIELD]: { label: 'Amount' } })];
    const open = mergeLayers({ packages, org });
    expect(open.conflicts).toEqual([
      { element: FIELD, property: 'label', base: 'Total', theirs: 'Amount', ours: 'Sum', ...BY },
    ]);
    expect(open.elements.get(FIELD)?.properties).toEqual({ label: 'Sum' });
    const ours = mergeLayers({ packages, org, decide: () => 'ours' });
    expect(ours.conflicts).toMatchObject([{ element: FIELD, property: 'label', choose: 'ours' }]);
    expect(ours.elements.get(FIELD)?.properties).toEqual({ label: 'Sum' });
    expect(mergeLayers({ packages, org: ours.org }).conflicts).toEqual([]);
    const theirs = mergeLayers({ packages, org, decide: () => 'theirs' });
    expect(theirs.elements.get(FIELD)?.properties).toEqual({ label: 'Amount' });
    expect(theirs.org.changed.size).toBe(0);
  });

  it('ends a change to which the package has come as well', () => {
    const org = edited(packageOf({ [FIELD]: { label: 'Total' } }), [
      { op: 'set', element: FIELD, properties: { label: 'Sum' } },
    ]);
    const merged = mergeLayers({ packages: [packageOf({ [FIELD]: { label: 'Sum' } })], org });
    expect(merged.org.changed.size).toBe(0);
    expect(merged.origins.get(FIELD)).toEqual({ label: { layer: 'package', package: '@test/app' } });
  });

  it('gives what both added to one side whole: halves made apart need not fit', () => {
    const org = edited(packageOf({}), [{ op: 'set', element: FIELD, properties: { label: 'Sum', order: 1 } }]);
    const theirs = { label: 'Total', help: 'In dollars' };
    const packages = [packageOf({ [FIELD]: theirs })];
    const open = mergeLayers({ packages, org });
    expect(open.conflicts).toEqual([{ element: FIELD, theirs, ours: { label: 'Sum', order: 1 }, ...BY }]);
    expect(open.org.added.size).toBe(0);
    const ours = mergeLayers({ packages, org, decide: () => 'ours' });
    expect(ours.elements.get(FIELD)?.properties).toEqual({ label: 'Sum', order: 1 });
    expect(mergeLayers({ packages, org: ours.org }).conflicts).toEqual([]);
    expect(mergeLayers({ packages, org, decide: () => 'theirs' }).elements.get(FIELD)?.properties).toEqual(theirs);
  });

  it('lays what both added together where they agree', () => {
    const org = edited(packageOf({}), [{ op: 'set', element: FIELD, properties: { label: 'Total', order: 1 } }]);
    const merged = mergeLayers({ packages: [packageOf({ [FIELD]: { label: 'Total', help: 'In dollars' } })], org });
    expect(merged.conflicts).toEqual([]);
    expect(merged.elements.get(FIELD)?.properties).toEqual({ label: 'Total', order: 1, help: 'In dollars' });
  });

  it('never takes absence for deletion: a change sleeps while its element is gone', () => {
    const whole = packageOf({ [FIELD]: { label: 'Total' } });
    const org = edited(whole, [{ op: 'set', element: FIELD, properties: { label: 'Sum' } }]);
    const without = mergeLayers({ packages: [packageOf({})], org });
    expect(without.elements.has(FIELD)).toBe(false);
    expect(mergeLayers({ packages: [whole], org: without.org }).elements.get(FIELD)?.properties).toEqual({
      label: 'Sum',
    });
  });

  it('does not depend on the order of elements, and every edit that does not overlap another survives', () => {
    fc.assert(
      fc.property(upgrades(), ({ before, after, edits, seed }) => {
        const org = edited(packageOf(before), edits);
        const merged = mergeLayers({ packages: [packageOf(after)], org });
        const shuffled = mergeLayers({ packages: [packageOf(shuffle(after, seed))], org: shuffleLayer(org, seed) });
        expect(plain(shuffled.elements)).toEqual(plain(merged.elements));
        expect(new Set(shuffled.conflicts)).toEqual(new Set(merged.conflicts));
        for (const [id, theirs] of Object.entries(after)) {
          const ours = realChanges(edits, id, before[id] ?? {});
          const isSettledWhole = merged.conflicts.some(
            ({ element, property }) => element === id && property === undefined,
          );
          expect(merged.elements.get(id)?.properties).toEqual(isSettledWhole ? ours : { ...theirs, ...ours });
        }
      }),
    );
  });
});

type Said = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** A package before and after an upgrade, and one edit per element made on it before. */
function upgrades() {
  const ids = fc.constantFrom(
    'role:A',
    'role:B',
    'app:C',
    'app:C/tabs:D',
    'field:E__c.F__c',
    'field:E__c.F__c/values:g~1h',
  );
  const properties = fc.dictionary(
    fc.constantFrom('label', 'order', 'help', 'note'),
    fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
  ); // the same, but for the name of the type
  const said = fc.dictionary(ids, properties);
  const edits = fc
    .dictionary(ids, properties)
    .map((all) => Object.entries(all).map(([element, values]): Edit => ({ op: 'set', element, properties: values })));
  return fc.record({ before: said, after: said, edits, seed: fc.nat() });
}

/** What an edit says that the package did not say before: saying the same is no change. */
function realChanges(edits: readonly Edit[], id: string, before: Readonly<Record<string, Json>>): Record<string, Json> {
  const said = edits.flatMap((edit) =>
    edit.op === 'set' && edit.element === id ? Object.entries(edit.properties) : [],
  );
  return Object.fromEntries(said.filter(([property, ours]) => !equalJson(ours, before[property])));
}

function edited(base: Package, edits: readonly Edit[]): OrgLayer {
  const { org, problems } = applyEdits({ packages: [base], org: EMPTY_ORG_LAYER, edits, ...BY });
  expect(problems).toEqual([]);
  return org;
}

function packageOf(said: Said): Package {
  const elements = Object.entries(said).map(([id, properties]): [string, Element] => {
    const address = parseElementId(id) ?? expect.fail(id);
    return [id, { id, ...address, owner: '@test/app', properties }];
  });
  return {
    name: '@test/app',
    version: '1.0.0',
    label: 'Test',
    description: '',
    dependencies: [],
    elements: new Map(elements),
    digest: '',
  };
}

function shuffle<T>(items: Readonly<Record<string, T>>, seed: number): Readonly<Record<string, T>> {
  return Object.fromEntries(rotate(Object.entries(items), seed));
}

function shuffleLayer(org: OrgLayer, seed: number): OrgLayer {
  return {
    added: new Map(rotate([...org.added], seed)),
    changed: new Map(rotate([...org.changed], seed)),
    removed: org.removed,
  };
}

function rotate<T>(items: readonly T[], seed: number): T[] {
  const at = items.length === 0 ? 0 : seed % items.length;
  return [...items.slice(at), ...items.slice(0, at)].reverse();
}

function plain(elements: ReadonlyMap<string, Element>): Record<string, unknown> {
  return Object.fromEntries([...elements].map(([id, { properties }]) => [id, properties]));
}
