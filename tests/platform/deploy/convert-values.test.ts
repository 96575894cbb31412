import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollback } from '../../../platform/deploy/deploy.ts';
import type { DeployResult } from '../../../platform/deploy/deploy-result.ts';
import { FIELD_TYPE_NAMES, type FieldTypeName, type StoredValue } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { conversionOf } from '../../../platform/physical/convert.ts';
import { type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, object, readField } from './order-files.ts';

/** What text may look like; all that is stored as text is tried with it. */
const TEXTS = [
  ...[
    'a',
    'b',
    'A',
    'a;b',
    'b;a',
    'a;a',
    '7',
    '-12.5',
    '+1.250',
    '1e3',
    '1e99',
    '12345678.9',
    '1.0001',
    '.5',
    '5.',
    'x7',
  ],
  ...[
    'true',
    'FALSE',
    '0',
    '1',
    'yes',
    '2026-02-28',
    '2026-02-30',
    '2024-02-29',
    '1650-01-01',
    '2026-1-1',
    '2026-13-01',
  ],
  ...['2026-01-31T12:00:00Z', '2026-01-31T12:00:00+05:30', '2026-01-31T12:00', '2026-01-31T24:00:00Z', 'a\\b'],
  ...['2026-01-31T23:59:59.123456-0800', 'x@example.com', 'x@example', 'a..b@example.com', '.a@example.com', "it's"],
  ...['https://example.com/a?b#c', 'http://localhost:8080', 'ftp://example.com', 'https://exa mple.com', 'https://9'],
  ...['+1 (555) 010-0000', `${'9'.repeat(39)} extension`, `${'1'.repeat(70)}`, 'two\nlines'],
];
const WORDS = ['a', 'b', '7', 'true', 'false', '0'];
const VALUES = Object.fromEntries(WORDS.map((word, order) => [word, { label: word, order }]));
const NUMBERS = { precision: 10, scale: 3 };

/** A field of each type, and values as columns hold them. */
const SAMPLES: Readonly<
  Record<FieldTypeName, { readonly properties: JsonObject; readonly values: readonly unknown[] }>
> = {
  Text: { properties: field('Text'), values: TEXTS },
  LongText: { properties: field('LongText'), values: [...TEXTS, 'x'.repeat(300)] },
  Number: { properties: field('Number', NUMBERS), values: ['0', '1', '7', '-12.5', '1234567.123'] },
  Percent: { properties: field('Percent', NUMBERS), values: ['0', '1', '7', '45.5'] },
  Checkbox: { properties: field('Checkbox'), values: [true, false] },
  Date: { properties: field('Date'), values: ['2026-01-31', '1700-01-01'] },
  DateTime: { properties: field('DateTime'), values: ['2026-01-31T12:00:00.000Z', '2026-06-30T23:59:59.999Z'] },
  Picklist: { properties: field('Picklist', { values: VALUES }), values: TEXTS },
  MultiPicklist: { properties: field('MultiPicklist', { values: VALUES }), values: [['a'], ['a', 'b']] },
  Email: { properties: field('Email'), values: TEXTS },
  Phone: { properties: field('Phone'), values: TEXTS },
  Url: { properties: field('Url'), values: [...TEXTS, 'x'.repeat(300)] },
  AutoNumber: { properties: field('AutoNumber', { format: 'A-{000}' }), values: TEXTS },
  Lookup: { properties: field('Lookup', { references: 'Target__c' }), values: ['TARGET'] },
  MasterDetail: { properties: field('MasterDetail', { references: 'Target__c' }), values: [] },
};

/** All pairs, each with a field of its own, but for those of master-details: an object has one master. */
const PAIRS = FIELD_TYPE_NAMES.flatMap((from) =>
  FIELD_TYPE_NAMES.map((to) => ({ from, to, name: `${from}_${to}__c` })),
).filter(({ from, to }) => from !== to && from !== 'MasterDetail' && to !== 'MasterDetail');
type Pair = (typeof PAIRS)[number];

/** What became of one value of a pair. */
interface Outcome {
  readonly value: unknown;
  readonly made: StoredValue;
}

let org: TestOrg;
let target = '';
const outcomes = new Map<string, Outcome[]>();
let refusing: DeployResult;
let succeeding: DeployResult;
let undone: DeployResult;
let made: ReadonlyMap<string, readonly unknown[]>;
let back: ReadonlyMap<string, readonly unknown[]>;

beforeAll(async () => {
  org = await testOrg({ files: filesOf('from') });
  [target = ''] = await insertRecords(org.store, org.live, 'Target__c', [{ Name: 'T' }]);
  for (const pair of PAIRS) outcomes.set(pair.name, await convertEach(pair));
  await fill((pair) => samplesOf(pair));
  refusing = await org.deployFiles(filesOf('to'), { checkOnly: true });
  await fill((pair) => keptOf(pair).map(({ value }) => value));
  const files = filesOf('to', ({ from, to }) => conversionOf(from, to).verdict !== 'refused');
  succeeding = await org.deployFiles(files);
  made = await readAll();
  undone = await rollback(org.store, succeeding.deploy ?? '', { by: 'test', note: '' });
  back = await readAll();
}, 120_000);
afterAll(() => org.close());

function filesOf(side: 'from' | 'to', changes: (pair: Pair) => boolean = () => true): Files {
  const fields = PAIRS.map((pair) => {
    const type = side === 'to' && changes(pair) && !isOneWay(pair) ? pair.to : pair.from;
    return [`objects/It__c/fields/${pair.name}.json`, SAMPLES[type].properties];
  });
  const objects = { 'objects/It__c/object.json': object('It'), 'objects/Target__c/object.json': object('Target') };
  return { ...objects, ...Object.fromEntries(fields) };
}

/** A number that the engine gave is text from then on: there is no way back. */
const isOneWay = ({ from, to }: Pair) => {
  const conversion = conversionOf(from, to);
  const isKept = conversion.verdict === 'allowed' || (conversion.verdict === 'checked' && conversion.column === 'kept');
  return from === 'AutoNumber' && isKept;
};

const samplesOf = ({ from }: Pair) => SAMPLES[from].values.map((value) => (value === 'TARGET' ? target : value));
const acceptedOf = (pair: Pair) =>
  (outcomes.get(pair.name) ?? []).filter(({ made: value }) => value !== null).map(({ value }) => value);

/** Of a kept column a rollback asks whether its values are those of the former type: these are, and stay. */
function keptOf(pair: Pair): readonly Outcome[] {
  const { from } = pair;
  const isOfType = (value: unknown) => {
    const parsed = fieldTypes[from].parse(value, optionsOf(from), '');
    return from === 'AutoNumber' || (parsed.ok && equalValue(parsed.value, fieldTypes[from].fromColumn(value)));
  };
  return (outcomes.get(pair.name) ?? []).filter(({ value, made: result }) => result !== null && isOfType(value));
}

const equalValue = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Asks PostgreSQL for the conversion of every sample. */
async function convertEach({ from, to, name }: Pair): Promise<Outcome[]> {
  const conversion = conversionOf(from, to);
  const samples = samplesOf({ from, to, name });
  if (conversion.verdict === 'refused') return [];
  if (conversion.verdict === 'allowed')
    return samples.map((value) => ({ value, made: fieldTypes[to].fromColumn(value) }));
  const sql = conversion.value('it', optionsOf(to));
  const type = fieldTypes[from].columnType;
  return Promise.all(
    samples.map(async (value) => {
      const { rows } = await org.pool.query(`select (${sql}) as made from (select $1::${type} as it) one`, [value]);
      return { value, made: rows[0].made === null ? null : fieldTypes[to].fromColumn(rows[0].made) };
    }),
  );
}

/** One record for each value, and one that is blank. */
async function fill(valuesOf: (pair: Pair) => readonly unknown[]): Promise<void> {
  await org.pool.query(`delete from "${org.store.schema}"."it__c"`);
  const columns = PAIRS.map((pair) => ({ pair, values: valuesOf(pair) }));
  const count = Math.max(...columns.map(({ values }) => values.length)) + 1;
  const records = Array.from({ length: count }, (_, index) => ({
    Name: `It ${index}`,
    ...Object.fromEntries(
      columns.flatMap(({ pair, values }) => (index < values.length ? [[pair.name, values[index]]] : [])),
    ),
  }));
  await insertRecords(org.store, await org.loadLive(), 'It__c', records);
}

async function readAll(): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const live = await org.loadLive();
  const read = async ({ name }: Pair) => [name, await readField(org.store, live, 'It__c', name)] as const;
  return new Map(await Promise.all(PAIRS.map(read)));
}

function optionsOf(type: FieldTypeName) {
  const pair = PAIRS.find(({ from }) => from === type);
  return org.live.model.objects.get('It__c')?.fields.get(pair?.name ?? '') ?? {};
}

/** What the save pipeline makes of a value that a client sends in the form in which the API gave it. */
function asClientWrites({ from, to }: Pair, value: unknown) {
  const json = fieldTypes[from].toJson(value, optionsOf(from));
  const written = typeof json === 'string' && from === 'DateTime' ? json.replace('+0000', 'Z') : json;
  const takesIt = ['boolean', 'number'].includes(fieldTypes[to].valueClass) || typeof written === 'string';
  return fieldTypes[to].parse(takesIt ? written : String(written), optionsOf(to), 'It');
}

/** Made otherwise than a client would write it, on purpose: a day is its midnight, an instant its day, yes is 1. */
const OWN_FORM: Readonly<Record<string, (value: unknown) => StoredValue>> = {
  Date_DateTime__c: (value) => `${value}T00:00:00.000Z`,
  DateTime_Date__c: (value) => String(value).slice(0, 10),
  Checkbox_Number__c: (value) => (value === true ? '1' : '0'),
  Checkbox_Percent__c: (value) => (value === true ? '1' : '0'),
  Number_Checkbox__c: (value) => value === '1',
  Percent_Checkbox__c: (value) => value === '1',
};

const named = (pairs: readonly Pair[]) => pairs.map((pair): [string, Pair] => [`${pair.from} as ${pair.to}`, pair]);

describe('a field that becomes another type', () => {
  it.each(named(PAIRS))('%s takes no value that the new type would not, and makes it the same', (_, pair) => {
    for (const { value, made: result } of outcomes.get(pair.name) ?? []) {
      if (result === null || conversionOf(pair.from, pair.to).verdict === 'allowed') continue;
      const own = OWN_FORM[pair.name];
      const parsed = own ? { ok: true, value: own(value) } : asClientWrites(pair, value);
      expect(parsed, `${value}`).toEqual({ ok: true, value: result });
    }
    if (conversionOf(pair.from, pair.to).verdict !== 'refused')
      expect(acceptedOf(pair).length, 'some value passes').toBeGreaterThan(0);
  });

  const bothWays = PAIRS.filter((pair) => !isOneWay(pair));
  it.each(named(bothWays))('%s is refused where a value does not pass, with the reason', (_, pair) => {
    const conversion = conversionOf(pair.from, pair.to);
    const problem = refusing.problems.find(
      ({ element, code }) => element === `field:It__c.${pair.name}` && code === 'INCOMPATIBLE_TYPE',
    );
    if (conversion.verdict === 'refused') expect(problem?.message).toContain(conversion.reason);
    const failing = samplesOf(pair).length - acceptedOf(pair).length;
    if (conversion.verdict !== 'checked') return;
    if (failing === 0) expect(problem).toBeUndefined();
    else expect(problem).toMatchObject({ severity: 'error', found: failing });
    if (failing > 0) expect(problem?.message).toMatch(/is not .+, such as ".*" \(It \d+\)/s);
  });

  it('all at once, where every value passes', () => {
    expect(succeeding.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(succeeding.status).toBe('succeeded');
    expect(undone.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  const changing = bothWays.filter(({ from, to }) => conversionOf(from, to).verdict !== 'refused');
  it.each(named(changing))('%s has its values made, and a rollback gives it those that it had', (_, pair) => {
    const { from, to, name } = pair;
    const expected = keptOf(pair);
    const values = (made.get(name) ?? []).map((value) => fieldTypes[to].fromColumn(value));
    expect(values.slice(0, expected.length)).toEqual(expected.map((each) => each.made));
    const blank = fieldTypes[to].valueClass === 'boolean' ? false : null;
    // A checkbox has no blank to begin with.
    if (from !== 'Checkbox') expect(values[expected.length] ?? null).toBe(blank);
    const before = (back.get(name) ?? []).map((value) => fieldTypes[from].fromColumn(value));
    expect(before.slice(0, expected.length)).toEqual(expected.map(({ value }) => fieldTypes[from].fromColumn(value)));
  });
});
