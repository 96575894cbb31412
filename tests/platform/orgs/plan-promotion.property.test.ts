import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../platform/json.ts';
import { type Decide, undecided } from '../../../platform/layers/decide.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { equalJson } from '../../../platform/layers/equal-json.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { type Edit, EMPTY_ORG_LAYER, type OrgLayer } from '../../../platform/layers/org-layer.ts';
import { isTakenOut } from '../../../platform/layers/removal.ts';
import { planPromotion, touchedBy } from '../../../platform/orgs/plan-promotion.ts';
import { wholesOf } from '../../../platform/orgs/promotion-needs.ts';
import { type Element, type ElementId, type Package, SYSTEM_PACKAGE } from '../../../platform/packages/element.ts';
import { SHOP } from '../../runtime/http/support/shop.ts';
import { loadTestPackages } from '../../support/org.ts';
import { width } from '../../support/width.ts';

let packages: Package[];
beforeAll(async () => {
  // The engine's own elements are never touched here, and every case would merge them four times.
  packages = (await loadTestPackages([], SHOP)).filter(({ name }) => name !== SYSTEM_PACKAGE);
});

const PROPERTIES: readonly (readonly [ElementId, string])[] = [
  ['object:Customer__c', 'label'],
  ['object:Customer__c', 'description'],
  ['object:Order__c', 'label'],
  ['field:Customer__c.Code__c', 'label'],
  ['field:Customer__c.Code__c', 'help'],
  ['field:Customer__c.Credit__c', 'label'],
  ['field:Order__c.Status__c/values:Draft', 'label'],
  ['field:Order__c.Status__c/values:Sent', 'order'],
  ['listView:Order__c.All/columns:Title__c', 'order'],
  ['permissionSet:Seller/objects:Customer__c', 'edit'],
];
const ADDED: readonly ElementId[] = [
  'field:Customer__c.One__c',
  'field:Order__c.Two__c',
  'field:Order__c.Status__c/values:Late',
];
const REMOVABLE: readonly ElementId[] = [
  'field:Customer__c.Credit__c',
  'listView:Customer__c.Rich',
  'listView:Order__c.All/columns:Title__c',
  'object:Order__c',
  ...ADDED,
];

const value = fc.constantFrom<Json>('a', 'b', 'c');
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...PROPERTIES), value)
      .map(([[element, name], given]): Edit => ({ op: 'set', element, properties: { [name]: given } })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...PROPERTIES).map(([element, property]): Edit => ({ op: 'unset', element, property })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...PROPERTIES).map(([element, property]): Edit => ({ op: 'reset', element, property })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...ADDED), value)
      .map(([element, label]): Edit => ({ op: 'set', element, properties: { label } as Record<string, Json> })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...REMOVABLE).map((element): Edit => ({ op: 'remove', element })) },
);
const edits = fc.array(edit, { maxLength: 8 });

const edited = (org: OrgLayer, changes: readonly Edit[], by: string) =>
  applyEdits({ packages, org, edits: changes, by, at: '2026-01-01T00:00:00.000Z' }).org;
const effective = (org: OrgLayer) => mergeLayers({ packages, org });

interface Orgs {
  readonly base: ReadonlyMap<ElementId, Element>;
  readonly from: ReadonlyMap<ElementId, Element>;
  readonly to: ReadonlyMap<ElementId, Element>;
  readonly result: ReadonlyMap<ElementId, Element>;
  readonly plan: ReturnType<typeof planPromotion>;
  /** What the sandbox's own layer says something about. */
  readonly touched: ReadonlySet<ElementId>;
}

/** Both orgs begin with the same, are changed apart, and one is promoted to the other. */
function promoted(changes: readonly [readonly Edit[], readonly Edit[], readonly Edit[]], decide: Decide): Orgs {
  const [common, here, there] = changes;
  const baseOrg = edited(EMPTY_ORG_LAYER, common, 'both');
  const [fromOrg, toOrg] = [edited(baseOrg, here, 'sandbox'), edited(baseOrg, there, 'production')];
  const base = effective(baseOrg).elements;
  for (const org of [baseOrg, fromOrg, toOrg]) fc.pre(isSound(org));
  const plan = planPromotion({
    from: { org: 'sandbox', packages, merged: effective(fromOrg) },
    to: { org: 'production', packages, merged: effective(toOrg) },
    base: { elements: base, touched: touchedBy(baseOrg) },
    decide,
    stamp: { by: 'somebody', at: '2026-01-02T00:00:00.000Z' },
  });
  const applied = applyEdits({
    packages,
    org: toOrg,
    edits: plan.edits,
    by: 'promoter',
    at: '2026-01-03T00:00:00.000Z',
  });
  expect(applied.problems).toEqual([]);
  return {
    base,
    from: effective(fromOrg).elements,
    to: effective(toOrg).elements,
    result: effective(applied.org).elements,
    plan,
    touched: touchedBy(fromOrg),
  };
}

/** No org has a part without its whole, nor do its admins change what is not there. */
function isSound(org: OrgLayer): boolean {
  const { elements } = effective(org);
  const isWhole = [...elements.values()].every((element) => wholesOf(element).every((whole) => elements.has(whole)));
  return isWhole && [...org.changed.keys()].every((id) => elements.has(id));
}
const textOf = (element: Element | undefined) => element?.properties ?? null;
const same = (one: Element | undefined, other: Element | undefined) => equalJson(textOf(one), textOf(other));
const idsOf = ({ base, from, to }: Orgs) => [...new Set([...base.keys(), ...from.keys(), ...to.keys()])];
const saidBy = (element: Element | undefined, name: string) => element?.properties[name];

/** Whether something about an element, what it is part of or what is part of it is in conflict. */
function isDisputed({ plan }: Orgs, id: ElementId): boolean {
  const component = id.slice(id.indexOf(':') + 1).split('/')[0] ?? '';
  return plan.conflicts.some(
    ({ element }) => element === id || isTakenOut({ id, component }, { has: (each) => each === element }),
  );
}

/** Whether an element came back with something that both brought back: that is nobody's change here. */
function isBackInBoth({ base, from, to, touched }: Orgs, id: ElementId): boolean {
  const is = from.get(id);
  if (is === undefined || base.has(id) || touched.has(id)) return false;
  return wholesOf(is).some((whole) => !base.has(whole) && to.has(whole));
}

describe('a promotion of changes at random', () => {
  it('keeps every edit that only one org made, and reports every one that both made differently', () => {
    fc.assert(
      fc.property(fc.tuple(edits, edits, edits), (changes) => {
        const orgs = promoted(changes, undecided);
        for (const id of idsOf(orgs)) {
          const [was, is, there, now] = [orgs.base.get(id), orgs.from.get(id), orgs.to.get(id), orgs.result.get(id)];
          if (
            isDisputed(orgs, id) &&
            orgs.plan.conflicts.some(({ element, property }) => element === id || property === undefined)
          )
            continue;
          if (same(was, is)) expect(textOf(now), `${id} was changed in production alone`).toEqual(textOf(there));
          else if (isBackInBoth(orgs, id)) expect(textOf(now), id).toEqual(textOf(there));
          else if (same(was, there)) expect(textOf(now), `${id} was changed in the sandbox alone`).toEqual(textOf(is));
          else if (was && is && there)
            for (const name of new Set([was, is, there].flatMap(({ properties }) => Object.keys(properties)))) {
              const [before, theirs, ours] = [saidBy(was, name), saidBy(is, name), saidBy(there, name)];
              const expected = equalJson(before, theirs) ? ours : theirs;
              const isDecided = equalJson(before, theirs) || equalJson(before, ours) || equalJson(theirs, ours);
              expect(isDecided, `${id} ${name} was changed in both`).toBe(true);
              expect(saidBy(now, name), `${id} ${name}`).toEqual(expected);
            }
          else if (!orgs.touched.has(id)) expect(textOf(now), id).toEqual(textOf(there));
          else expect(same(is, there), `${id} was changed in both`).toBe(true);
        }
      }),
      { numRuns: width(400, 10_000) },
    );
  });

  it('leaves production as it is where both changed the same and nobody has decided', () => {
    fc.assert(
      fc.property(fc.tuple(edits, edits, edits), (changes) => {
        const orgs = promoted(changes, undecided);
        for (const { element, property } of orgs.plan.conflicts) {
          const [now, there] = [orgs.result.get(element), orgs.to.get(element)];
          if (property === undefined) expect(textOf(now), element).toEqual(textOf(there));
          else expect(saidBy(now, property), `${element} ${property}`).toEqual(saidBy(there, property));
        }
      }),
      { numRuns: width(300, 5000) },
    );
  });

  it('takes the side that is preferred, all of it', () => {
    fc.assert(
      fc.property(
        fc.tuple(edits, edits, edits),
        fc.constantFrom('ours' as const, 'theirs' as const),
        (changes, side) => {
          const orgs = promoted(changes, () => side);
          for (const { element, property, choose } of orgs.plan.conflicts) {
            expect(choose).toBe(side);
            const [now, wanted] = [orgs.result.get(element), (side === 'ours' ? orgs.to : orgs.from).get(element)];
            if (property !== undefined) expect(saidBy(now, property)).toEqual(saidBy(wanted, property));
            // What is part of something that is taken out goes with it, whatever was decided about the part.
            else if (now !== undefined || wanted === undefined) expect(textOf(now), element).toEqual(textOf(wanted));
          }
        },
      ),
      { numRuns: width(300, 5000) },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(edits, edits, (common, here) => {
        const orgs = promoted([common, here, []], undecided);
        expect(orgs.plan.conflicts).toEqual([]);
        for (const id of idsOf(orgs)) expect(textOf(orgs.result.get(id)), id).toEqual(textOf(orgs.from.get(id)));
        expect(promoted([common, here, here], undecided).plan.edits).toEqual([]);
      }),
      { numRuns: width(300, 5000) },
    );
  });
});
