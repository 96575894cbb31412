import type { TObject, TSchema } from 'typebox';
import { describe, expect, it } from 'vitest';
import { changeClasses, type ElementClass } from '../../../platform/deploy/change-classes.ts';
import { neededVersion, semverChange } from '../../../platform/deploy/semver-change.ts';
import type { Json, JsonObject } from '../../../platform/json.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { type Collection, KIND_NAMES } from '../../../platform/kinds/kind.ts';
import { loadFiles, MANIFEST, type TestFiles } from '../support/check-files.ts';
import { ORDERS } from '../support/orders.ts';

/** The files with one of them changed, or without it. */
async function levelOf(path: string, change: ((file: JsonObject) => Json) | null, base: TestFiles = ORDERS) {
  const { [path]: file, ...others } = base;
  const changed = change === null ? others : { ...others, [path]: change((file ?? {}) as JsonObject) };
  return compare(base, changed);
}

async function compare(before: TestFiles, after: TestFiles) {
  const [from, to] = await Promise.all([loadFiles(before), loadFiles(after)]);
  expect([...from.problems, ...to.problems]).toEqual([]);
  return semverChange(from.app, to.app);
}

const set =
  (properties: JsonObject) =>
  (file: JsonObject): JsonObject => ({ ...file, ...properties });
const without =
  (name: string) =>
  ({ [name]: _, ...file }: JsonObject): JsonObject =>
    file;
const setItem = (collection: string, key: string, item: Json) => (file: JsonObject) => ({
  ...file,
  [collection]: { ...(file[collection] as JsonObject), [key]: item },
});

const CODE = 'objects/Order__c/fields/Code__c.json';
const TOTAL = 'objects/Order__c/fields/Total__c.json';
const STATUS = 'objects/Order__c/fields/Status__c.json';
const OBJECT = 'objects/Order__c/object.json';
const RULE = 'objects/Order__c/validationRules/Total_Positive.json';

describe('every property of every kind', () => {
  it.each(KIND_NAMES)('of %s says what its change asks of the next version', (name) => {
    const kind = kinds[name];
    expectClassified(name, { item: kind.properties, collections: kind.collections }, changeClasses[name]);
  });
});

function expectClassified(
  where: string,
  { item, collections = {} }: Pick<Collection, 'item' | 'collections'>,
  found: ElementClass | undefined,
): void {
  const names = propertyNames(item);
  if (names === undefined) expect(found?.anyProperty, `${where} has properties of any name`).toBeDefined();
  // Whatever a test says, it breaks nobody: it says so of all at once.
  else if (found?.anyProperty === undefined)
    expect(Object.keys(found?.properties ?? {}).sort(), `properties of ${where}`).toEqual(names.sort());
  expect(Object.keys(found?.items ?? {}).sort(), `collections of ${where}`).toEqual(Object.keys(collections).sort());
  for (const [name, collection] of Object.entries(collections))
    expectClassified(`${where}/${name}`, collection, found?.items?.[name]);
}

/** The names that a schema allows; undefined where it allows any. */
function propertyNames(schema: TSchema): string[] | undefined {
  const { anyOf, properties } = schema as { anyOf?: TObject[]; properties?: Record<string, unknown> };
  if (anyOf) return [...new Set(anyOf.flatMap((branch) => propertyNames(branch) ?? []))];
  return properties && Object.keys(properties);
}

describe('the change of a package', () => {
  it('is none where it says the same', async () => {
    expect(await compare(ORDERS, ORDERS)).toMatchObject({ level: 'none', needs: '1.0.0', isEnough: true, reasons: [] });
  });

  it.each<[string, string, ((file: JsonObject) => Json) | null, 'major' | 'minor' | 'patch', string]>([
    ['a label', CODE, set({ label: 'Key' }), 'patch', '"label" "Code" → "Key"'],
    ['an order', CODE, set({ order: 99 }), 'patch', '"order" 20 → 99'],
    ['a help text', CODE, set({ help: 'Ten letters' }), 'patch', '"help" (nothing) → "Ten letters"'],
    ['a message', RULE, set({ errorMessage: 'No.' }), 'patch', '"errorMessage"'],
    ['a longer text', CODE, set({ length: 20 }), 'minor', '"length" 10 → 20'],
    ['a shorter text', CODE, set({ length: 9 }), 'major', 'values that fit before are refused'],
    ['the length that the type has', CODE, without('length'), 'minor', '"length" 10 → (nothing)'],
    ['more digits', TOTAL, set({ precision: 12 }), 'minor', '"precision" 10 → 12'],
    ['fewer digits', TOTAL, set({ precision: 9 }), 'major', 'numbers that fit before are refused'],
    ['digits moved behind the point', TOTAL, set({ scale: 3 }), 'major', 'numbers that fit before are refused'],
    ['another type', TOTAL, set({ type: 'Percent' }), 'major', 'read and written otherwise'],
    ['a value that is required now', TOTAL, set({ required: true }), 'major', 'may be refused'],
    ['a value that is unique no more', CODE, without('unique'), 'minor', '"unique" true → (nothing)'],
    ['records that are found no more', CODE, without('externalId'), 'major', 'found by it no more'],
    ['a narrower sharing', OBJECT, set({ sharing: 'Private' }), 'major', 'people lose records'],
    ['a new value', STATUS, setItem('values', 'Lost', { label: 'Lost', order: 40 }), 'minor', 'added'],
    [
      'another condition',
      RULE,
      set({ errorCondition: { fact: 'Total__c', operator: 'lessThan', value: 1 } }),
      'major',
      'may refuse more',
    ],
    ['a rule that rests', RULE, set({ active: false }), 'minor', '"active" true → false'],
    ['a rule that is gone', RULE, null, 'major', 'removed: what names it'],
  ])('counts %s as it is', async (_, path, change, level, message) => {
    const base: TestFiles = { ...ORDERS, [OBJECT]: { ...(ORDERS[OBJECT] as JsonObject), sharing: 'Read' } };
    const found = await levelOf(path, change, base);
    expect(found.level).toBe(level);
    expect(found.reasons[0]?.message).toContain(message);
  });

  it('counts a required field on an object that was there as breaking, and as an addition on a new one', async () => {
    const field = { label: 'Weight', type: 'Number', order: 60, precision: 5, scale: 0, required: true };
    const path = 'objects/Order__c/fields/Weight__c.json';
    expect(await levelOf(path, () => field)).toMatchObject({
      level: 'major',
      reasons: [{ element: 'field:Order__c.Weight__c', label: 'Field Order__c.Weight__c' }],
    });
    expect(await levelOf(path, () => without('required')(field))).toMatchObject({ level: 'minor' });
    const box = { label: 'Box', pluralLabel: 'Boxes', sharing: 'Read', nameField: { type: 'Text', label: 'Name' } };
    const withBox = { ...ORDERS, 'objects/Box__c/object.json': box, 'objects/Box__c/fields/Weight__c.json': field };
    expect(await compare(ORDERS, withBox)).toMatchObject({
      level: 'minor',
      reasons: [{ element: 'object:Box__c', level: 'minor', message: 'added' }],
    });
    expect(await compare(withBox, ORDERS)).toMatchObject({
      level: 'major',
      reasons: [{ element: 'object:Box__c', level: 'major' }],
    });
  });

  it('counts a default that a required field loses as breaking, and as another way to behave elsewhere', async () => {
    const base: TestFiles = {
      ...ORDERS,
      [TOTAL]: { ...(ORDERS[TOTAL] as JsonObject), required: true, default: 5 },
      [STATUS]: { ...(ORDERS[STATUS] as JsonObject), required: true },
    };
    const breaking = {
      level: 'major',
      reasons: [{ property: 'default', message: expect.stringContaining('required') }],
    };
    const draft = setItem('values', 'Draft', { label: 'Draft', order: 10 });
    const sent = setItem('values', 'Sent', { label: 'Sent', order: 20, default: true });
    expect(await levelOf(TOTAL, without('default'), base)).toMatchObject(breaking);
    expect(await levelOf(STATUS, draft, base)).toMatchObject(breaking);
    expect(await levelOf(STATUS, (file) => draft(sent(file)), base)).toMatchObject({ level: 'minor' });
    expect(await levelOf(TOTAL, set({ default: 6 }), base)).toMatchObject({ level: 'minor' });
    expect(await levelOf(STATUS, draft)).toMatchObject({ level: 'minor' });
  });

  it('takes a range that names no versions for one that may fit', async () => {
    const { app } = await loadFiles(ORDERS);
    const on = (range: string) => ({ ...app, dependencies: ['@test/base'], ranges: { '@test/base': range } });
    for (const [was, is] of [
      ['^1.0.0', 'file:../base'],
      ['workspace:*', '^2.0.0'],
    ] as const)
      expect(semverChange(on(was), on(is))).toMatchObject({ level: 'minor', reasons: [{ message: `${was} → ${is}` }] });
  });

  it('counts permissions that are taken away as breaking, and those that are given as additions', async () => {
    const files = {
      ...ORDERS,
      'permissionSets/Buyer.json': {
        label: 'Buyer',
        objects: { Order__c: { read: true, edit: true } },
        system: { ApiEnabled: {} },
      },
    };
    const change = (file: JsonObject) => levelOf('permissionSets/Buyer.json', () => ({ ...file }), files);
    const objects = { Order__c: { read: true, edit: true, create: true } };
    expect(await change({ label: 'Buyer', objects, system: { ApiEnabled: {} } })).toMatchObject({ level: 'minor' });
    expect(await change({ label: 'Buyer', objects })).toMatchObject({
      level: 'major',
      reasons: [{ element: 'permissionSet:Buyer/system:ApiEnabled' }, { level: 'minor' }],
    });
    expect(
      await change({ label: 'Buyer', objects: { Order__c: { read: true } }, system: { ApiEnabled: {} } }),
    ).toMatchObject({ level: 'major', reasons: [{ property: 'edit', message: expect.stringContaining('no more') }] });
  });

  it('tells every change, those that ask for most first', async () => {
    const { reasons, level, needs, isEnough } = await compare(ORDERS, {
      ...ORDERS,
      [CODE]: { ...(ORDERS[CODE] as JsonObject), label: 'Key', length: 5 },
      'roles/Auditor.json': { label: 'Auditor' },
    });
    expect(reasons.map((each) => `${each.level} ${each.label}`)).toEqual([
      'major Field Order__c.Code__c',
      'minor Role Auditor',
      'patch Field Order__c.Code__c',
    ]);
    expect({ level, needs, isEnough }).toEqual({ level: 'major', needs: '2.0.0', isEnough: false });
  });

  it('counts what it is called and what it depends on', async () => {
    const withManifest = (manifest: JsonObject): TestFiles => ({ 'package.json': { ...MANIFEST, ...manifest } });
    const on = (range: string) => withManifest({ dependencies: { '@formwork/system': range } });
    expect(await compare(withManifest({}), withManifest({ formwork: { label: 'Tests' } }))).toMatchObject({
      level: 'patch',
    });
    expect(await compare(on('>=0.1.0'), on('^0.1.0'))).toMatchObject({ level: 'minor' });
    const [was, is] = [await loadFiles(on('*')), await loadFiles(on('*'))];
    const needing = (range: string) => ({ ...is.app, ranges: { '@formwork/system': range } });
    expect(semverChange({ ...was.app, ranges: { '@formwork/system': '^1.0.0' } }, needing('^2.0.0'))).toMatchObject({
      level: 'major',
      reasons: [{ label: 'Dependency @formwork/system', message: '^1.0.0 → ^2.0.0: no version fits both' }],
    });
    expect(semverChange({ ...was.app, dependencies: [] }, is.app)).toMatchObject({ level: 'minor' });
    expect(semverChange(was.app, { ...is.app, dependencies: [] })).toMatchObject({ level: 'major' });
  });
});

describe('the version that a change needs', () => {
  it.each([
    ['1.2.3', '2.0.0', '1.3.0', '1.2.4'],
    ['0.2.3', '0.3.0', '0.2.4', '0.2.4'],
    ['0.0.3', '0.0.4', '0.0.4', '0.0.4'],
    ['2.0.0-rc.1', '2.0.0', '2.0.0', '2.0.0'],
  ])('is, after %s, %s for a breaking one, %s for an addition and %s for words', (version, major, minor, patch) => {
    expect(neededVersion(version, 'major')).toBe(major);
    expect(neededVersion(version, 'minor')).toBe(minor);
    expect(neededVersion(version, 'patch')).toBe(patch);
    expect(neededVersion(version, 'none')).toBe(version);
  });

  it('may be reached by a prerelease', async () => {
    const { app } = await loadFiles({ 'package.json': MANIFEST, 'roles/Boss.json': { label: 'Boss' } });
    const breaking = { ...app, elements: new Map() };
    expect(semverChange(app, { ...breaking, version: '1.9.0' }).isEnough).toBe(false);
    expect(semverChange(app, { ...breaking, version: '2.0.0-rc.1' }).isEnough).toBe(true);
  });
});
