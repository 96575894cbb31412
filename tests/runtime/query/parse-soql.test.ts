import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../runtime/errors.ts';
import { parseSoql } from '../../../runtime/query/parse-soql.ts';
import { width } from '../../support/width.ts';

const where = (condition: string) => parseSoql(`SELECT Id FROM Account WHERE ${condition}`).where;
const refusal = (text: string) => {
  try {
    parseSoql(text);
  } catch (error) {
    if (error instanceof RequestError) return error.errors[0];
    throw error;
  }
  throw new Error(`Was not refused: ${text}`);
};

describe('parseSoql', () => {
  it('reads every clause', () => {
    expect(
      parseSoql(
        "select Id, Provider__r.Name from Request__c where Status__c = 'New' order by Name desc nulls last, Id limit 20 offset 40",
      ),
    ).toMatchObject({
      object: 'Request__c',
      select: [['Id'], ['Provider__r', 'Name']],
      where: { kind: 'compare', path: ['Status__c'], operator: 'equal', operand: { kind: 'literal', value: 'New' } },
      text: 'ignoreCase',
      orderBy: [
        { path: ['Name'], direction: 'desc', nulls: 'last' },
        { path: ['Id'], direction: 'asc' },
      ],
      limit: 20,
      offset: 40,
    });
  });

  it('reads COUNT(), FIELDS() and aliases', () => {
    expect(parseSoql('SELECT COUNT() FROM Account')).toMatchObject({ select: [], isCount: true });
    expect(parseSoql('SELECT FIELDS(ALL) FROM Account LIMIT 200').select).toEqual([['FIELDS(ALL)']]);
    expect(parseSoql('SELECT a.Name, Account.Id, a.Owner.Name FROM Account a WHERE a.Name = null')).toMatchObject({
      select: [['Name'], ['Id'], ['Owner', 'Name']],
      where: { path: ['Name'] },
    });
  });

  it('turns comparisons with null and the empty text into isBlank', () => {
    const blank = { kind: 'compare', path: ['Name'], operator: 'isBlank', operand: { kind: 'literal', value: true } };
    expect(where('Name = null')).toEqual(blank);
    expect(where("Name = ''")).toEqual(blank);
    expect(where('Name != NULL')).toEqual({ kind: 'not', term: blank });
    expect(where("Name IN ('a', null)")).toMatchObject({ kind: 'or', terms: [blank, { operator: 'in' }] });
  });

  it('reads lists, patterns and multi-picklists', () => {
    expect(where("Name NOT IN ('a', 'b')")).toEqual({
      kind: 'not',
      term: { kind: 'compare', path: ['Name'], operator: 'in', operand: { kind: 'list', values: ['a', 'b'] } },
    });
    expect(where("Name LIKE '50\\\\%\\_%'".replace('\\\\%', '\\%'))).toMatchObject({
      operator: 'like',
      operand: { value: '50\\%\\_%' },
    });
    expect(where("Aims__c INCLUDES ('A;B', 'C')")).toMatchObject({
      operator: 'includes',
      operand: { values: ['A;B', 'C'] },
    });
  });

  it('reads escapes, numbers, booleans, dates and date literals', () => {
    expect(where("Name = 'O\\'Brien\\n\\\\'")).toMatchObject({ operand: { value: "O'Brien\n\\" } });
    expect(where('Beds__c >= -1.5')).toMatchObject({ operator: 'greaterThanInclusive', operand: { value: -1.5 } });
    expect(where('IsActive = TRUE')).toMatchObject({ operand: { value: true } });
    expect(where('CreatedDate > 2026-01-31T12:00:00+01:00')).toMatchObject({
      operand: { kind: 'fact', path: ['$DateLiteral', '2026-01-31T12:00:00+01:00'] },
    });
    expect(where('Due__c = last_n_days:30')).toMatchObject({
      operand: { kind: 'fact', path: ['$DateLiteral', 'LAST_N_DAYS', '30'] },
    });
  });

  it('binds NOT to the next condition and takes parentheses', () => {
    expect(where('NOT (a = 1 OR b = 2) AND c = 3')).toMatchObject({
      kind: 'and',
      terms: [{ kind: 'not', term: { kind: 'or' } }, { path: ['c'] }],
    });
  });

  it('refuses AND beside OR without parentheses, as Salesforce does', () => {
    expect(refusal('SELECT Id FROM A WHERE a = 1 AND b = 2 OR c = 3')).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringMatching(/unexpected token: 'OR'[\s\S]*ERROR at Row:1:Column:40$/),
      hint: expect.stringContaining('parentheses'),
    });
  });

  it.each([
    ['', 1, 1],
    ['SELECT', 1, 7],
    ['SELECT FROM Account', 1, 8],
    ['SELECT Id,\nFROM Account', 2, 1],
    ['SELECT Id FROM Account WHERE', 1, 29],
    ['SELECT Id FROM Account WHERE Name', 1, 34],
    ["SELECT Id FROM Account WHERE Name = 'x", 1, 37],
    ['SELECT Id FROM Account LIMIT x', 1, 30],
    ['SELECT Id FROM Account; DROP TABLE x', 1, 23],
    ['SELECT Id FROM Account WHERE Name = :name', 1, 37],
    ['SELECT (SELECT Id FROM Contacts) FROM Account', 1, 8],
    ['SELECT Id FROM Account GROUP BY Name', 1, 24],
  ])('points at the fault in %j', (text, row, column) => {
    expect(refusal(text)).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringMatching(new RegExp(`ERROR at Row:${row}:Column:${column}$`)),
    });
  });

  it('bounds length and depth', () => {
    expect(refusal(`SELECT Id FROM A WHERE Name = '${'x'.repeat(100_000)}'`)?.message).toContain('100000');
    const deep = `SELECT Id FROM A WHERE ${'('.repeat(60)}a = 1${')'.repeat(60)}`;
    expect(refusal(deep)?.message).toContain('nested');
    const wide = Array.from({ length: 5000 }, (_, index) => `a = ${index}`).join(' OR ');
    expect(where(wide)).toMatchObject({ kind: 'or' });
  });

  it('answers any text with a query or with MALFORMED_QUERY, never otherwise', () => {
    const word = fc.constantFrom(
      ...['SELECT', 'FROM', 'WHERE', 'AND', 'OR', 'NOT', 'IN', 'LIKE', 'Id', 'Account', '(', ')', ',', '.', '=', "'a'"],
      ...['1', 'null', 'TODAY', 'LAST_N_DAYS', ':', 'ORDER', 'BY', 'LIMIT', '2026-01-01', "'", '\\', '__proto__'],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => `SELECT ${words.join(' ')}`),
        ),
        (text) => {
          try {
            parseSoql(text);
          } catch (error) {
            expect(error).toBeInstanceOf(RequestError);
          }
        },
      ),
      { numRuns: width(1000, 50_000) },
    );
  });
});
