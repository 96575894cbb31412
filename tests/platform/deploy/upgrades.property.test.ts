import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { installPackages } from '../../../platform/deploy/install-packages.ts';
import type { Json } from '../../../platform/json.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { type Edit, EMPTY_ORG_LAYER } from '../../../platform/layers/org-layer.ts';
import type { Element, Package } from '../../../platform/packages/element.ts';
import { parseElementId } from '../../../platform/packages/element-id.ts';
import type { StoredMetadata } from '../../../platform/store/metadata-rows.ts';
import { width } from '../../support/width.ts';

/*
 * Packages, admins' edits and upgrades at random, held against the plainest three-way merge there is: one value at a time,
 * with the place of a page's field as a value of its own.
 */

/** What a package version, or an org, says: properties by element, and for fields of the page the section they are in. */
interface Said {
  readonly elements: Readonly<Record<string, Properties>>;
  readonly items: Readonly<Record<string, { readonly section: string; readonly order: number }>>;
}
type Properties = Readonly<Record<string, Json>>;

interface Upgrade {
  readonly before: Said;
  readonly after: Said;
  /** Elements that the new version calls otherwise: their last name gets an `x`. */
  readonly renamed: readonly string[];
  /** Properties that the admin sets, by element; new elements come about so. */
  readonly set: Readonly<Record<string, Properties>>;
  readonly removed: readonly string[];
  readonly moved: Readonly<Record<string, { readonly section: string; readonly order: number }>>;
  readonly seed: number;
}

describe('an upgrade over an admin’s edits', () => {
  it('keeps every edit and every change that do not overlap, reports every overlap, and nothing else', () => {
    fc.assert(
      fc.property(upgrades(), (upgrade) => {
        const { elements, conflicts } = runUpgrade(upgrade);
        const wanted = expected(upgrade);
        expect(conflicts).toEqual(wanted.conflicts);
        for (const [id, properties] of Object.entries(wanted.elements)) expect(elements[id], id).toEqual(properties);
        if (wanted.conflicts.length === 0)
          expect(Object.keys(elements).sort()).toEqual(Object.keys(wanted.elements).sort());
      }),
      { numRuns: width(1500, 20_000) },
    );
  });

  it('gives the same whatever the order of files, keys, packages and edits', () => {
    fc.assert(
      fc.property(upgrades(), (upgrade) => {
        expect(runUpgrade({ ...upgrade, seed: upgrade.seed + 1 }, shuffled)).toEqual(runUpgrade(upgrade));
      }),
      { numRuns: width(1000, 10_000) },
    );
  });

  it('once decided, asks nothing the next time', () => {
    fc.assert(
      fc.property(upgrades(), fc.constantFrom('ours', 'theirs'), (upgrade, prefer) => {
        const first = install(upgrade, prefer);
        expect(first.open).toEqual([]);
        const again = mergeLayers({ packages: first.metadata.packages, org: first.merged.org });
        expect(again.conflicts).toEqual([]);
        expect(plain(again.elements)).toEqual(plain(first.merged.elements));
      }),
      { numRuns: width(1000, 10_000) },
    );
  });
});

const SECTIONS = ['page:P/sections:S1', 'page:P/sections:S2', 'page:P/sections:S3'];
const KEYS = [
  ...['role:R1', 'role:R2', 'page:P', ...SECTIONS],
  ...['field:O__c.F1__c', 'field:O__c.F1__c/values:V1', 'field:O__c.F1__c/values:V2', 'field:O__c.F2__c'],
];
const ITEMS = ['I1', 'I2', 'I3'];

function upgrades(): fc.Arbitrary<Upgrade> {
  const properties = fc.dictionary(fc.constantFrom('label', 'help', 'order'), fc.integer({ min: 1, max: 3 }), {
    maxKeys: 3,
  });
  const all = fc.dictionary(fc.constantFrom(...KEYS), properties, { maxKeys: KEYS.length });
  const place = fc.record({ section: fc.constantFrom(...SECTIONS), order: fc.integer({ min: 1, max: 3 }) });
  const items = fc.dictionary(fc.constantFrom(...ITEMS), place, { maxKeys: ITEMS.length });
  const some = fc.subarray(KEYS, { maxLength: 3 });
  return fc
    .record({ before: fc.record({ elements: all, items }), later: fc.record({ elements: all, items }) })
    .chain(({ before, later }) =>
      fc.record({
        before: fc.constant(whole(before)),
        after: fc.oneof(
          fc.constant(whole(later)),
          // Mostly the same as before: what both sides leave alone has to be left alone.
          fc.constant(whole({ elements: { ...before.elements, ...later.elements }, items: before.items })),
        ),
        renamed: some,
        set: fc.dictionary(fc.constantFrom(...KEYS), properties, { maxKeys: 4 }),
        removed: some,
        moved: items,
        seed: fc.nat(1000),
      }),
    )
    .map(sensible);
}

/** Parts only where the whole is. */
function whole({ elements, items }: Said): Said {
  const there = new Set(['page:P', ...Object.keys(elements)]);
  const isPart = (key: string) => key.includes('/');
  return {
    elements: Object.fromEntries(
      [['page:P', elements['page:P'] ?? {}] as const, ...Object.entries(elements)].filter(
        ([key]) => !isPart(key) || there.has(key.split('/')[0] ?? ''),
      ),
    ),
    items: Object.fromEntries(Object.entries(items).filter(([, { section }]) => there.has(section))),
  };
}

/** Renames only of what both versions have; edits only of what is there, and not of what the same admin takes out. */
function sensible(upgrade: Upgrade): Upgrade {
  const { before, after, items } = { ...upgrade, items: upgrade.before.items };
  const renamed = upgrade.renamed.filter(
    (key) => Object.hasOwn(before.elements, key) && Object.hasOwn(after.elements, key),
  );
  const removed = upgrade.removed.filter((key) => {
    const isInside = upgrade.removed.some((each) => key.startsWith(`${each}/`));
    return Object.hasOwn(before.elements, key) && key !== 'page:P' && !isInside;
  });
  const isOut = (key: string) => removed.some((each) => key === each || key.startsWith(`${each}/`));
  const isThere = (key: string) => Object.hasOwn(before.elements, key);
  const set = Object.fromEntries(
    Object.entries(upgrade.set).filter(([key]) => {
      const parent = key.includes('/') ? (key.split('/')[0] ?? '') : undefined;
      return !isOut(key) && (parent === undefined || isThere(parent) || Object.hasOwn(upgrade.set, parent));
    }),
  );
  const moved = Object.fromEntries(
    Object.entries(upgrade.moved).filter(
      ([name, { section }]) =>
        items[name] !== undefined && !isOut(section) && isThere(section) && !isOut(items[name].section),
    ),
  );
  return { ...upgrade, renamed, removed, set, moved };
}

const BY = { by: 'ann', at: '2026-01-01T00:00:00.000Z' };

function editsOf({ before, set, removed, moved }: Upgrade): Edit[] {
  return [
    ...removed.map((element): Edit => ({ op: 'remove', element })),
    ...Object.entries(set).map(([element, properties]): Edit => ({ op: 'set', element, properties })),
    ...Object.entries(moved).flatMap(([name, { section, order }]): Edit[] => {
      const was = before.items[name];
      const into: Edit = { op: 'set', element: `${section}/items:${name}`, properties: { order } };
      if (was === undefined || was.section === section) return [into];
      return [{ op: 'remove', element: `${was.section}/items:${name}` }, into];
    }),
  ];
}

type Order = <T>(items: readonly T[], seed: number) => readonly T[];
const asGiven: Order = (items) => items;
const shuffled: Order = (items, seed) => {
  const at = items.length === 0 ? 0 : seed % items.length;
  return [...items.slice(at), ...items.slice(0, at)].reverse();
};

function runUpgrade(upgrade: Upgrade, order: Order = asGiven) {
  const { merged, open } = install(upgrade, undefined, order);
  return { elements: plain(merged.elements), conflicts: open.sort() };
}

function install(upgrade: Upgrade, prefer?: 'ours' | 'theirs', order: Order = asGiven) {
  const installed = packageOf(upgrade.before, [], order(Object.keys(upgrade.before.elements), upgrade.seed));
  const edited = applyEdits({ packages: [installed], org: EMPTY_ORG_LAYER, edits: editsOf(upgrade), ...BY });
  expect(edited.problems).toEqual([]);
  const { added, changed, removed } = edited.org;
  const org = {
    added: new Map(order([...added], upgrade.seed)),
    changed: new Map(order([...changed], upgrade.seed)),
    removed: new Map(order([...removed], upgrade.seed)),
  };
  const stored: StoredMetadata = { packages: [installed], kept: new Set(), org, withdrawn: new Map() };
  const packages = [
    packageOf(upgrade.after, upgrade.renamed, order(Object.keys(upgrade.after.elements), upgrade.seed)),
  ];
  const request = { kind: 'packages', packages, by: 'bob', note: '', ...(prefer ? { prefer } : {}) } as const;
  const { metadata, conflicts = [] } = installPackages(stored, request, BY.at);
  const decide = prefer === undefined ? {} : { decide: () => prefer };
  const merged = mergeLayers({ packages: metadata.packages, org: metadata.org, ...decide });
  const open = [...conflicts, ...merged.conflicts]
    .filter(({ choose }) => choose === undefined)
    .map(({ element, property }) => `${element} ${property ?? 'itself'}`);
  return { metadata, merged, open };
}

function packageOf({ elements, items }: Said, renamed: readonly string[], keys: readonly string[]): Package {
  const own = keys.map((key): [string, Element] => {
    const id = rename(key, renamed);
    const last = /[^:.]+$/.exec(key)?.[0] ?? key;
    const firstName = renamed.includes(key) ? { firstName: last } : {};
    return element(id, elements[key] ?? {}, firstName);
  });
  const placed = Object.entries(items).map(([name, { section, order }]) =>
    element(`${rename(section, renamed)}/items:${name}`, { order }),
  );
  const content = new Map([...own, ...placed]);
  return {
    name: '@test/p',
    version: '1.0.0',
    label: 'P',
    description: '',
    dependencies: [],
    elements: content,
    digest: '',
  };
}

function element(id: string, properties: Properties, rest: Pick<Element, 'firstName'> = {}): [string, Element] {
  return [id, { id, ...(parseElementId(id) ?? expect.fail(id)), owner: '@test/p', properties, ...rest }];
}

/** A key as the new version writes it. */
function rename(key: string, renamed: readonly string[]): string {
  const [component = '', ...rest] = key.split('/');
  const head = renamed.includes(component) ? `${component}x` : component;
  if (rest.length === 0) return head;
  const whole = [component, ...rest].join('/');
  return `${[head, ...rest].join('/')}${renamed.includes(whole) ? 'x' : ''}`;
}

/** The plain merge: what each element must say afterwards, and which places are open. */
function expected(upgrade: Upgrade): { elements: Record<string, Properties>; conflicts: string[] } {
  const { before, after, set, removed, renamed } = upgrade;
  const elements: Record<string, Properties> = {};
  const conflicts: string[] = [];
  const isOut = (key: string) => removed.some((each) => key === each || key.startsWith(`${each}/`));
  for (const key of new Set([...Object.keys(before.elements), ...Object.keys(after.elements), ...Object.keys(set)])) {
    const id = rename(key, renamed);
    const [base, edit] = [before.elements[key], set[key]];
    const theirs = after.elements[key] ?? base;
    if (isOut(key)) {
      const isChanged = theirs && base && (!sameButOrder(base, theirs) || isNewInside(upgrade, key));
      if (removed.includes(key) && isChanged) conflicts.push(`${id} itself`);
      continue;
    }
    if (base === undefined && edit !== undefined && theirs !== undefined) {
      const clashes = Object.entries(edit).some(([name, ours]) => (theirs[name] ?? ours) !== ours);
      if (clashes) conflicts.push(`${id} itself`);
      else elements[id] = { ...theirs, ...edit };
      continue;
    }
    const merged = new Map(Object.entries(theirs ?? {}));
    let isOpen = false;
    for (const [name, ours] of Object.entries(edit ?? {})) {
      if (ours === base?.[name]) continue;
      if (theirs === undefined || theirs[name] === base?.[name] || theirs[name] === ours) merged.set(name, ours);
      else {
        conflicts.push(`${id} ${name}`);
        isOpen = true;
      }
    }
    if (!isOpen) elements[id] = Object.fromEntries(merged);
  }
  for (const name of ITEMS) {
    const item = expectItem(upgrade, name);
    // What both moved is asked about, though the admin took out the section that the package moved it to.
    if (item === undefined || (isOut(item.section) && item.open !== 'itself')) continue;
    const id = `${rename(item.section, renamed)}/items:${name}`;
    if (item.open === undefined) elements[id] = { order: item.order };
    else conflicts.push(`${id} ${item.open}`);
  }
  return { elements, conflicts: conflicts.sort() };
}

/** Whether the new version says something inside of what the admin took out that nobody saw who did. */
function isNewInside({ before, after, moved }: Upgrade, whole: string): boolean {
  const parts = Object.entries(after.elements).filter(([key]) => key.startsWith(`${whole}/`));
  const came = Object.entries(after.items).filter(([name, { section }]) => {
    const base = before.items[name];
    // What both moved is asked about by itself.
    const weMoved = base !== undefined && moved[name] !== undefined && moved[name].section !== base.section;
    return section === whole && base?.section !== whole && !weMoved;
  });
  return came.length > 0 || parts.some(([key, said]) => !sameButOrder(before.elements[key] ?? UNSEEN, said));
}

const UNSEEN: Properties = { unseen: true };

/** Of a field of the page the section is a value like others. */
function expectItem(
  { before, after, moved }: Upgrade,
  name: string,
): { section: string; order: number; open?: 'itself' | 'order' } | undefined {
  const [base, ours] = [before.items[name], moved[name]];
  const theirs = after.items[name] ?? base;
  if (theirs === undefined || base === undefined || ours === undefined) return theirs;
  const [weMoved, theyMoved] = [ours.section !== base.section, theirs.section !== base.section];
  if (weMoved && theyMoved) {
    const isAgreed = ours.section === theirs.section && ours.order === theirs.order;
    return isAgreed ? ours : { ...theirs, open: 'itself' };
  }
  if (weMoved) return ours;
  if (ours.order === base.order) return theirs;
  const order = { section: theirs.section, order: ours.order };
  return theirs.order === base.order || theirs.order === ours.order ? order : { ...order, open: 'order' };
}

function sameButOrder({ order: _, ...a }: Properties, { order: __, ...b }: Properties): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}

function plain(elements: ReadonlyMap<string, Element>): Record<string, Properties> {
  return Object.fromEntries(
    [...elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { properties }]) => [id, properties]),
  );
}
