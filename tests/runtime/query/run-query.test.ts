import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../runtime/context.ts';
import { RequestError } from '../../../runtime/errors.ts';
import { lookupCandidates } from '../../../runtime/query/lookup-candidates.ts';
import { parseSoql } from '../../../runtime/query/parse-soql.ts';
import type { Query } from '../../../runtime/query/query.ts';
import { runQuery } from '../../../runtime/query/run-query.ts';
import { type ExampleOrg, exampleOrg } from '../security/example-org.ts';

let example: ExampleOrg;
let context: Context;
const ids: Record<string, string> = {};

beforeAll(async () => {
  example = await exampleOrg();
  context = example.system();
  const { records } = example;
  ids.area = await records.insert('Area__c', { Name: 'North', Code__c: 'N' });
  ids.alpha = await records.insert('Site__c', {
    Name: 'Alpha',
    Code__c: '001',
    Kind__c: 'Open',
    Beds__c: '12.5',
    Opened__c: '2026-05-14',
    Seen__c: '2026-05-14T03:30:00.000Z',
    Aims__c: ['A', 'B'],
    Area__c: ids.area,
  });
  ids.beta = await records.insert('Site__c', { Name: 'beta', Kind__c: 'Closed', Beds__c: '9', Parent__c: ids.alpha });
  ids.gamma = await records.insert('Site__c', { Name: '50%_off', Beds__c: '100', Parent__c: ids.beta });
  await records.insert('Site__c', { Name: 'Gone', IsDeleted: true });
});
afterAll(() => example?.close());

const names = async (condition: string) =>
  (await runQuery(context, parseSoql(`SELECT Name FROM Site__c WHERE ${condition} ORDER BY Name`))).rows.map(
    (row) => row.Name,
  );
const refused = async (query: string | Query) => {
  try {
    await runQuery(context, typeof query === 'string' ? parseSoql(query) : query);
  } catch (error) {
    if (error instanceof RequestError) return error.errors[0];
    throw error;
  }
  throw new Error('Was not refused');
};

/** The connection of the tests, and what is sent over it. */
function spy() {
  const sent: { text: string; name?: string; values?: readonly unknown[] }[] = [];
  const db: Context['db'] = {
    query: (config) => {
      sent.push(config);
      return context.db.query(config);
    },
  };
  return { db, sent };
}

describe('runQuery', () => {
  it('answers with canonical paths, JSON values, and null for a parent that is not there', async () => {
    const soql = parseSoql(
      'select ID, name, BEDS__c, opened__c, seen__c, aims__c, area__R.code__c, parent__r.parent__r.name from SITE__c order by Name limit 1 offset 1',
    );
    expect(await runQuery(context, soql)).toEqual({
      object: 'Site__c',
      paths: [
        'Id',
        'Name',
        'Beds__c',
        'Opened__c',
        'Seen__c',
        'Aims__c',
        'Area__r.Code__c',
        'Parent__r.Parent__r.Name',
      ],
      count: 1,
      rows: [
        {
          Id: ids.alpha,
          Name: 'Alpha',
          Beds__c: 12.5,
          Opened__c: '2026-05-14',
          Seen__c: '2026-05-14T03:30:00.000+0000',
          Aims__c: 'A;B',
          'Area__r.Code__c': 'N',
          Parent__r: null,
          'Parent__r.Parent__r': null,
          'Parent__r.Parent__r.Name': null,
        },
      ],
    });
  });

  it('filters by every type, text without case', async () => {
    expect(await names("name = 'ALPHA'")).toEqual(['Alpha']);
    expect(await names("Name != 'alpha'")).toEqual(['50%_off', 'beta']);
    expect(await names("Name LIKE 'A%' OR Name LIKE '50\\%\\_%'")).toEqual(['50%_off', 'Alpha']);
    expect(await names("Kind__c = null AND Name IN ('alpha', '50%_OFF')")).toEqual(['50%_off']);
    expect(await names("Kind__c NOT IN ('Open')")).toEqual(['50%_off', 'beta']);
    expect(await names('Beds__c > 9 AND Beds__c <= 100')).toEqual(['50%_off', 'Alpha']);
    expect(await names("Aims__c INCLUDES ('A;B', 'C')")).toEqual(['Alpha']);
    expect(await names("Aims__c EXCLUDES ('A')")).toEqual(['50%_off', 'beta']);
    expect(await names("Aims__c = 'B;A'")).toEqual(['Alpha']);
    expect(await names(`Id = '${ids.beta?.slice(0, 15)}'`)).toEqual(['beta']);
    expect(await names("Parent__r.Name = 'alpha' OR Parent__r.Parent__r.Name = 'alpha'")).toEqual(['50%_off', 'beta']);
    expect(await names("NOT (Parent__r.Name = 'alpha')")).toEqual(['50%_off', 'Alpha']);
  });

  it('reads dates in the time zone of the person', async () => {
    const user = await example.records.user('ny', {
      sets: ['Sites_All', 'Sites_Reader'],
      timeZone: 'America/New_York',
    });
    const inNewYork = await example.as(user);
    const seen = async (literal: string, at = inNewYork) =>
      (await runQuery(at, parseSoql(`SELECT COUNT() FROM Site__c WHERE Seen__c = ${literal}`))).count;
    expect([await seen('TODAY'), await seen('YESTERDAY'), await seen('LAST_N_DAYS:1')]).toEqual([0, 1, 1]);
    expect([await seen('TODAY', context), await seen('YESTERDAY', context)]).toEqual([1, 0]);
    expect(await names('Opened__c = TODAY')).toEqual(['Alpha']);
    expect(await names('Opened__c < TODAY OR Opened__c > TODAY')).toEqual([]);
    expect(await names('Opened__c >= 2026-05-14 AND Seen__c < 2026-05-14T00:00:00-04:00')).toEqual(['Alpha']);
  });

  it('sorts text without case, blanks first when ascending and last when descending, unless told', async () => {
    const order = async (by: string) =>
      (await runQuery(context, parseSoql(`SELECT Name FROM Site__c ORDER BY ${by}`))).rows.map((row) => row.Name);
    expect(await order('Name')).toEqual(['50%_off', 'Alpha', 'beta']);
    expect(await order('Code__c, Name')).toEqual(['50%_off', 'beta', 'Alpha']);
    expect(await order('Code__c DESC, Name DESC')).toEqual(['Alpha', 'beta', '50%_off']);
    expect(await order('Code__c NULLS LAST, Name')).toEqual(['Alpha', '50%_off', 'beta']);
    expect(await order('Parent__r.Name DESC NULLS LAST, Beds__c')).toEqual(['50%_off', 'beta', 'Alpha']);
  });

  it('counts exactly, and up to a limit', async () => {
    const count = (soql: string) => runQuery(context, parseSoql(soql));
    expect(await count('SELECT COUNT() FROM Site__c')).toMatchObject({ count: 3, rows: [] });
    expect(await count('SELECT COUNT() FROM Site__c LIMIT 2')).toMatchObject({ count: 2 });
    expect(await count("SELECT COUNT() FROM Site__c WHERE Parent__r.Name = 'Alpha'")).toMatchObject({ count: 1 });
  });

  it('expands FIELDS() to what may be read', async () => {
    const { paths } = await runQuery(context, parseSoql('SELECT FIELDS(CUSTOM) FROM Site__c LIMIT 1'));
    expect(paths).toContain('Secret__c');
    expect(paths).not.toContain('Name');
  });

  it('compares conditions of metadata with the person and the clock', async () => {
    const me = await example.records.user('Alpha', { sets: ['Sites_All', 'Sites_Reader'] });
    const mine = await example.as(me);
    const where = (path: string, fact: string): Query => ({
      object: 'Site__c',
      select: [['Name']],
      where: { kind: 'compare', path: [path], operator: 'equal', operand: { kind: 'fact', path: fact.split('.') } },
    });
    expect((await runQuery(mine, where('Name', '$User.Name'))).rows).toEqual([{ Name: 'Alpha' }]);
    expect((await runQuery(mine, where('Name', '$User.LastName'))).rows).toEqual([{ Name: 'Alpha' }]);
    expect((await runQuery(mine, where('Opened__c', '$Today'))).rows).toEqual([{ Name: 'Alpha' }]);
    expect((await runQuery(mine, where('OwnerId', '$User.Id'))).rows).toEqual([]);
    expect(await refused(where('Name', '$Prior.Name'))).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
  });

  it('searches words in several columns beside an exact filter', async () => {
    const search = async (text: string) => {
      const query: Query = {
        object: 'Site__c',
        select: [['Name']],
        where: { kind: 'compare', path: ['Name'], operator: 'notEqual', operand: { kind: 'literal', value: 'BETA' } },
        search: { text, paths: [['Name'], ['Code__c'], ['Area__r', 'Name'], ['Beds__c']] },
      };
      return (await runQuery(context, query)).rows.map((row) => row.Name);
    };
    expect(await search('NORTH alp')).toEqual(['Alpha']);
    expect(await search('%')).toEqual(['50%_off']);
    expect(await search('beta')).toEqual(['beta']);
    expect(await search('north beta')).toEqual([]);
    expect(await search('  ')).toHaveLength(3);
  });

  it('searches picklists by what people see of them', async () => {
    const search = async (text: string) => {
      const query: Query = { object: 'Site__c', select: [['Name']], search: { text, paths: [['Kind__c']] } };
      return (await runQuery(context, query)).rows.map((row) => row.Name);
    };
    expect(await search('hut')).toEqual(['beta']);
    expect(await search('Closed')).toEqual([]);
    expect(await search('PEN')).toEqual(['Alpha']);
  });

  it('sorts picklists in the order of their values', async () => {
    const sorted = async (by: string) =>
      (await runQuery(context, parseSoql(`SELECT Name FROM Site__c ORDER BY ${by}`))).rows.map((row) => row.Name);
    expect(await sorted('Kind__c')).toEqual(['50%_off', 'Alpha', 'beta']);
    expect(await sorted('Kind__c DESC')).toEqual(['beta', 'Alpha', '50%_off']);
    expect(await sorted('Kind__c NULLS LAST')).toEqual(['Alpha', 'beta', '50%_off']);
    expect(await sorted('Parent__r.Kind__c DESC, Name')).toEqual(['50%_off', 'beta', 'Alpha']);
  });

  it('finds lookup candidates by the beginning of the name first', async () => {
    const found = await lookupCandidates(context, 'site__c', { text: 'a' });
    expect(found.choices.map(({ name }) => name)).toEqual(['Alpha', 'beta']);
    expect(found.choices[0]).toEqual({ id: ids.alpha, name: 'Alpha', detail: '001' });
    expect(await lookupCandidates(context, 'Site__c', { text: '', limit: 2 })).toMatchObject({ hasMore: true });
    expect(await lookupCandidates(context, 'Site__c', { text: '%' })).toMatchObject({
      choices: [{ name: '50%_off' }],
      hasMore: false,
    });
  });

  it('refuses what it does not know, with a near miss', async () => {
    expect(await refused('SELECT Id FROM Sites__c')).toMatchObject({
      errorCode: 'INVALID_TYPE',
      message: expect.stringMatching(/^sObject type 'Sites__c' is not supported\.[\s\S]*ERROR at Row:1:Column:16$/),
      hint: 'Did you mean Site__c?',
    });
    expect(await refused('SELECT Id, Cod__c FROM Site__c')).toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: expect.stringMatching(/^No such column 'Cod__c' on entity 'Site__c'\.[\s\S]*ERROR at Row:1:Column:12$/),
      hint: 'Did you mean Code__c?',
    });
    expect(await refused('SELECT Area__c.Name FROM Site__c')).toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: expect.stringContaining("Didn't understand relationship 'Area__c' in field path."),
      hint: 'Did you mean Area__r?',
    });
    const far = Array.from({ length: 6 }, () => 'Parent__r').join('.');
    expect(await refused(`SELECT ${far}.Name FROM Site__c`)).toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await refused({ object: '__proto__', select: [['constructor']] })).toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
    expect(await refused({ object: 'Site__c', select: [['constructor']] })).toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  it.each([
    ["Beds__c = '5'", 'INVALID_FIELD', 'must be of type double and should not be enclosed in quotes'],
    ['Name = 5', 'INVALID_FIELD', 'must be of type string and should be enclosed in quotes'],
    ["Opened__c = '2026-05-14'", 'INVALID_FIELD', 'must be of type date and should not be enclosed in quotes'],
    ['Seen__c > 2026-05-14', 'INVALID_FIELD', 'must be of type dateTime'],
    ['Opened__c > 2026-02-30', 'INVALID_FIELD', 'must be of type date'],
    ["Id = 'abc'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: abc'],
    ["Id LIKE 'a%'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on id field'],
    ["Beds__c LIKE '5%'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on double field'],
    ["Name INCLUDES ('A')", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on string field'],
    ['IsDeleted > TRUE', 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on boolean field'],
    ["Name = 'a\u0000'", 'INVALID_FIELD', 'must be of type string'],
  ])('refuses %s', async (condition, errorCode, message) => {
    expect(await refused(`SELECT Id FROM Site__c WHERE ${condition}`)).toMatchObject({
      errorCode,
      message: expect.stringContaining(message),
    });
  });

  it('answers a query of thousands of conditions', async () => {
    const many = Array.from({ length: 4000 }, (_, index) => `Beds__c = ${index}`).join(' OR ');
    expect(await names(many)).toEqual(['50%_off', 'beta']);
  });

  it('tells the versions of rows where asked', async () => {
    const query = parseSoql("SELECT Name FROM Site__c WHERE Name = 'Alpha'");
    expect(await runQuery(context, { ...query, isVersioned: true })).toMatchObject({ versions: [1] });
    expect(await runQuery(context, query)).not.toHaveProperty('versions');
  });

  it('has long lists planned anew, whatever size the table had when the statement was prepared', async () => {
    const { db, sent } = spy();
    const list = (length: number): Query => ({
      object: 'Site__c',
      select: [['Name']],
      where: {
        kind: 'compare',
        path: ['Code__c'],
        operator: 'in',
        operand: { kind: 'list', values: Array.from({ length }, (_, index) => String(index).padStart(3, '0')) },
      },
    });
    expect((await runQuery({ ...context, db }, list(20))).count).toBe(1);
    expect((await runQuery({ ...context, db }, list(400))).count).toBe(1);
    expect(sent[0]?.text).toBe(sent[1]?.text);
    expect(sent.map(({ name }) => name === undefined)).toEqual([false, true]);
  });

  it('holds every value that differs between calls as a parameter', async () => {
    const { db, sent } = spy();
    const hostile = `x'); drop table "Site__c"; --`;
    const query = (value: string, limit: number): Query => ({
      object: 'Site__c',
      select: [['Name']],
      where: { kind: 'compare', path: ['Name'], operator: 'equal', operand: { kind: 'literal', value } },
      limit,
    });
    await runQuery({ ...context, db }, query(hostile, 1));
    await runQuery({ ...context, db }, query('other', 7));
    expect(sent[0]?.text).toBe(sent[1]?.text);
    expect(sent[0]?.name).toMatch(/^q\d+_[\w-]{16}$/);
    expect(sent[0]?.text).not.toContain('drop');
    expect(sent.map(({ values }) => values)).toEqual([
      [hostile, 1],
      ['other', 7],
    ]);
  });
});
