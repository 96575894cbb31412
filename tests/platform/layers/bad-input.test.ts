import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../platform/json.ts';
import type { Problem } from '../../../platform/problem.ts';
import { checkFiles, MANIFEST, type TestFiles } from '../support/check-files.ts';
import { ORDERS } from '../support/orders.ts';

/** What is wrong, the files that say it (over a sound package), and the problem that must be told, where. */
interface BadInput {
  readonly title: string;
  readonly files: TestFiles;
  readonly problem: Partial<Problem> & Pick<Problem, 'code' | 'file' | 'pointer'>;
}

const FIELD = 'objects/Order__c/fields/';
const TABLE: readonly BadInput[] = [
  {
    title: 'JSON that breaks off',
    files: { 'roles/Boss.json': '{\n  "label": "Boss"\n  "parent": 1\n}' },
    problem: {
      code: 'MALFORMED_JSON',
      file: 'roles/Boss.json',
      pointer: '/label',
      line: 3,
      column: 3,
      found: '"\\""',
      expected: 'a comma or }',
    },
  },
  {
    title: 'a file that holds no object',
    files: { 'roles/Boss.json': '[]' },
    problem: { code: 'WRONG_TYPE', file: 'roles/Boss.json', pointer: '' },
  },
  {
    title: 'a key written twice',
    files: { 'roles/Boss.json': '{ "label": "Boss", "label": "Chief" }' },
    problem: { code: 'DUPLICATE_KEY', file: 'roles/Boss.json', pointer: '/label', line: 1, column: 20, found: 'label' },
  },
  {
    title: '__proto__ as a key of a file',
    files: { 'roles/Boss.json': '{ "label": "Boss", "__proto__": { "label": "x" } }' },
    problem: { code: 'FORBIDDEN_KEY', file: 'roles/Boss.json', pointer: '/__proto__', line: 1, column: 20 },
  },
  {
    title: '__proto__ as the key of an item',
    files: { 'apps/Sales.json': '{ "label": "Sales", "order": 1, "tabs": { "__proto__": { "order": 1 } } }' },
    problem: { code: 'FORBIDDEN_KEY', file: 'apps/Sales.json', pointer: '/tabs/__proto__' },
  },
  {
    title: 'a property that no role has',
    files: { 'roles/Boss.json': { label: 'Boss', parnet: 'Clerk' } },
    problem: {
      code: 'UNKNOWN_PROPERTY',
      file: 'roles/Boss.json',
      pointer: '/parnet',
      line: 3,
      column: 3,
      found: 'parnet',
      suggestion: 'parent',
    },
  },
  {
    title: 'a property that is missing',
    files: { 'roles/Boss.json': {} },
    problem: {
      code: 'MISSING_PROPERTY',
      file: 'roles/Boss.json',
      pointer: '',
      element: 'role:Boss',
      expected: 'a property "label"',
    },
  },
  {
    title: 'an option that the type of a field does not take',
    files: { [`${FIELD}Due__c.json`]: { label: 'Due', type: 'Date', order: 40, length: 5 } },
    problem: {
      code: 'UNKNOWN_PROPERTY',
      file: `${FIELD}Due__c.json`,
      pointer: '/length',
      message: 'A field of type Date takes no "length".',
    },
  },
  {
    title: 'a collection with a slip in its name',
    files: { 'apps/Sales.json': { label: 'Sales', order: 10, tab: { Order__c: { order: 10 } } } },
    problem: { code: 'UNKNOWN_PROPERTY', file: 'apps/Sales.json', pointer: '/tab', suggestion: 'tabs' },
  },
  {
    title: 'a type that does not exist',
    files: { [`${FIELD}Due__c.json`]: { label: 'Due', type: 'Datetime', order: 40 } },
    problem: {
      code: 'INVALID_VALUE',
      file: `${FIELD}Due__c.json`,
      pointer: '/type',
      found: 'Datetime',
      suggestion: 'DateTime',
    },
  },
  {
    title: 'a default that does not fit',
    files: { [`${FIELD}Due__c.json`]: { label: 'Due', type: 'Date', order: 40, default: '2026-02-30' } },
    problem: { code: 'WRONG_VALUE', file: `${FIELD}Due__c.json`, pointer: '/default', found: '2026-02-30' },
  },
  {
    title: 'two names that differ in case alone',
    files: { 'roles/BOSS.json': { label: 'Boss' } },
    problem: { code: 'DUPLICATE_NAME', file: 'roles/Boss.json', pointer: '', found: 'Boss' },
  },
  {
    title: 'a lookup to an object that is not there',
    files: { [`${FIELD}Buyer__c.json`]: { label: 'Buyer', type: 'Lookup', order: 50, references: 'Usr' } },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: `${FIELD}Buyer__c.json`,
      pointer: '/references',
      line: 5,
      column: 3,
      found: 'Usr',
      suggestion: 'User',
    },
  },
  {
    title: 'a field of an object that is not there',
    files: { 'objects/Oder__c/fields/X__c.json': { label: 'X', type: 'Text', order: 1 } },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: 'objects/Oder__c/fields/X__c.json',
      pointer: '',
      found: 'Oder__c',
      suggestion: 'Order__c',
    },
  },
  {
    title: 'objects that are details of each other',
    files: {
      'objects/Order__c/object.json': over('objects/Order__c/object.json', { sharing: 'ControlledByParent' }),
      [`${FIELD}Line__c.json`]: { label: 'Line', type: 'MasterDetail', order: 60, references: 'Line__c' },
    },
    problem: { code: 'CIRCULAR_MASTER_DETAIL', file: 'objects/Order__c/object.json', pointer: '' },
  },
  {
    title: 'two masters of one object',
    files: {
      'objects/Line__c/fields/Second__c.json': {
        label: 'Second',
        type: 'MasterDetail',
        order: 20,
        references: 'Order__c',
      },
    },
    problem: { code: 'TWO_MASTERS', file: 'objects/Line__c/object.json', pointer: '' },
  },
  {
    title: 'a detail with sharing of its own',
    files: { 'objects/Line__c/object.json': over('objects/Line__c/object.json', { sharing: 'Private' }) },
    problem: {
      code: 'WRONG_SHARING',
      file: 'objects/Line__c/object.json',
      pointer: '/sharing',
      expected: 'ControlledByParent',
    },
  },
  {
    title: 'sharing by a parent that is not there',
    files: { 'objects/Order__c/object.json': over('objects/Order__c/object.json', { sharing: 'ControlledByParent' }) },
    problem: {
      code: 'WRONG_SHARING',
      file: 'objects/Order__c/object.json',
      pointer: '/sharing',
      found: 'ControlledByParent',
    },
  },
  {
    title: 'a field with the name of a system field',
    files: { [`${FIELD}CreatedDate.json`]: { label: 'Created', type: 'Date', order: 1 } },
    problem: { code: 'RESERVED_NAME', file: `${FIELD}CreatedDate.json`, pointer: '', found: 'CreatedDate' },
  },
  {
    title: 'a reserved word as a name',
    files: { [`${FIELD}Select.json`]: { label: 'Select', type: 'Text', order: 1 } },
    problem: { code: 'RESERVED_NAME', file: `${FIELD}Select.json`, pointer: '', found: 'Select' },
  },
  {
    title: 'a name that every JavaScript object has',
    files: { 'roles/constructor.json': { label: 'Constructor' } },
    problem: { code: 'RESERVED_NAME', file: 'roles/constructor.json', pointer: '', found: 'constructor' },
  },
  {
    title: 'a custom field without its ending',
    files: { [`${FIELD}Weight.json`]: { label: 'Weight', type: 'Number', order: 1 } },
    problem: { code: 'INVALID_NAME', file: `${FIELD}Weight.json`, pointer: '', suggestion: 'Weight__c' },
  },
  {
    title: 'the ending of relationships',
    files: { [`${FIELD}Weight__r.json`]: { label: 'Weight', type: 'Number', order: 1 } },
    problem: { code: 'INVALID_NAME', file: `${FIELD}Weight__r.json`, pointer: '' },
  },
  {
    title: 'a name that tries to break out of SQL',
    files: { [`${FIELD}x"; drop table orders; --.json`]: { label: 'x', type: 'Text', order: 1 } },
    problem: {
      code: 'INVALID_NAME',
      file: `${FIELD}x"; drop table orders; --.json`,
      pointer: '',
      found: 'x"; drop table orders; --',
    },
  },
  {
    title: 'a name that tries to break out of HTML',
    files: {
      'pages/Order.json': over('pages/Order.json', { highlights: { '"><script>alert(1)</script>': { order: 1 } } }),
    },
    problem: { code: 'INVALID_VALUE', file: 'pages/Order.json', pointer: '/highlights/"><script>alert(1)<~1script>' },
  },
  {
    title: 'a rule about a field that is gone',
    files: {
      [rule('Total_Positive')]: over(rule('Total_Positive'), {
        errorCondition: { fact: 'Totl__c', operator: 'lessThan', value: 0 },
      }),
    },
    problem: {
      code: 'UNKNOWN_FACT',
      file: rule('Total_Positive'),
      pointer: '/errorCondition/fact',
      found: 'Totl__c',
      suggestion: 'Total__c',
    },
  },
  {
    title: 'an operator that does not fit the type',
    files: {
      [rule('Total_Positive')]: over(rule('Total_Positive'), {
        errorCondition: { not: { fact: 'Total__c', operator: 'contains', value: 'x' } },
      }),
    },
    problem: {
      code: 'WRONG_OPERATOR',
      file: rule('Total_Positive'),
      pointer: '/errorCondition/not/operator',
      found: 'contains',
    },
  },
  {
    title: 'a picklist value that does not exist, in a condition',
    files: {
      [rule('Total_Positive')]: over(rule('Total_Positive'), {
        errorCondition: { any: [{ fact: 'Status__c', operator: 'in', value: ['Draft', 'Snet'] }] },
      }),
    },
    problem: {
      code: 'WRONG_VALUE',
      file: rule('Total_Positive'),
      pointer: '/errorCondition/any/0/value/1',
      found: 'Snet',
      suggestion: 'Sent',
    },
  },
  {
    title: 'a message at a field that is not there',
    files: { [rule('Total_Positive')]: over(rule('Total_Positive'), { errorDisplayField: 'Sum__c' }) },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: rule('Total_Positive'),
      pointer: '/errorDisplayField',
      found: 'Sum__c',
    },
  },
  {
    title: 'an action from a state that does not exist',
    files: { [action('Send')]: over(action('Send'), { from: ['Draft', 'Opne'] }) },
    problem: { code: 'DANGLING_REFERENCE', file: action('Send'), pointer: '/from/1', found: 'Opne' },
  },
  {
    title: 'an action to a state that does not exist',
    files: { [action('Send')]: over(action('Send'), { to: 'Closd' }) },
    problem: { code: 'DANGLING_REFERENCE', file: action('Send'), pointer: '/to', suggestion: 'Closed' },
  },
  {
    title: 'an action that sets what its field cannot hold',
    files: { [action('Send')]: over(action('Send'), { sets: { Total__c: { fact: '$User.Id' } } }) },
    problem: { code: 'WRONG_VALUE', file: action('Send'), pointer: '/sets/Total__c/fact', found: '$User.Id' },
  },
  {
    title: 'a guard that counts what is not there',
    files: {
      [action('Send')]: over(action('Send'), {
        guards: {
          g: { order: 1, errorMessage: 'x', errorCondition: { fact: '$Count.Line__r', operator: 'equal', value: 0 } },
        },
      }),
    },
    problem: {
      code: 'UNKNOWN_FACT',
      file: action('Send'),
      pointer: '/guards/g/errorCondition/fact',
      suggestion: '$Count.Lines__r',
    },
  },
  {
    title: 'a column across a relationship that is not there',
    files: { [view('Open')]: over(view('Open'), { columns: { 'Buyr__r.Name': { order: 1 } } }) },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: view('Open'),
      pointer: '/columns/Buyr__r.Name',
      found: 'Buyr__r',
      suggestion: 'Buyer__r',
    },
  },
  {
    title: 'a sort by a field of another object that is not there',
    files: { [view('Open')]: over(view('Open'), { sort: [{ field: 'Buyer__r.Nme', direction: 'asc' }] }) },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: view('Open'),
      pointer: '/sort/0/field',
      found: 'Nme',
      suggestion: 'Name',
    },
  },
  {
    title: 'a page item that is no field',
    files: {
      'pages/Order.json': over('pages/Order.json', {
        sections: { main: { label: 'Main', order: 1, items: { Totals__c: { order: 1 } } } },
      }),
    },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: 'pages/Order.json',
      pointer: '/sections/main/items/Totals__c',
      suggestion: 'Total__c',
    },
  },
  {
    title: 'a related list that no child makes',
    files: {
      'pages/Order.json': over('pages/Order.json', {
        relatedLists: { Lines: { order: 1, columns: { Name: { order: 1 } } } },
      }),
    },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: 'pages/Order.json',
      pointer: '/relatedLists/Lines',
      suggestion: 'Lines__r',
    },
  },
  {
    title: 'a second page of an object',
    files: { 'pages/Other.json': { label: 'Other', object: 'Order__c' } },
    problem: { code: 'DUPLICATE_PAGE', file: 'pages/Other.json', pointer: '/object', found: 'Order__c' },
  },
  {
    title: 'a tab without an object',
    files: { 'apps/Sales.json': { label: 'Sales', order: 10, tabs: { Orders__c: { order: 10 } } } },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: 'apps/Sales.json',
      pointer: '/tabs/Orders__c',
      suggestion: 'Order__c',
    },
  },
  {
    title: 'a permission to edit what cannot be read',
    files: { 'permissionSets/Sales.json': { label: 'Sales', objects: { Order__c: { edit: true } } } },
    problem: { code: 'GRANT_WITHOUT_READ', file: 'permissionSets/Sales.json', pointer: '/objects/Order__c/edit' },
  },
  {
    title: 'a permission for a field that is not there',
    files: { 'permissionSets/Sales.json': { label: 'Sales', fields: { 'Order__c.Totale__c': { read: true } } } },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: 'permissionSets/Sales.json',
      pointer: '/fields/Order__c.Totale__c',
      suggestion: 'Total__c',
    },
  },
  {
    title: 'a system permission that does not exist',
    files: { 'permissionSets/Sales.json': { label: 'Sales', system: { ViewAll: {} } } },
    problem: { code: 'INVALID_VALUE', file: 'permissionSets/Sales.json', pointer: '/system/ViewAll', found: 'ViewAll' },
  },
  {
    title: 'roles above each other',
    files: { 'roles/Boss.json': { label: 'Boss', parent: 'Clerk' } },
    problem: { code: 'CIRCULAR_ROLES', file: 'roles/Boss.json', pointer: '/parent' },
  },
  {
    title: 'sharing with a role that is not there',
    files: {
      'sharingRules/Sent_Orders.json': over('sharingRules/Sent_Orders.json', { sharedTo: { roles: ['Clerc'] } }),
    },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: 'sharingRules/Sent_Orders.json',
      pointer: '/sharedTo/roles/0',
      suggestion: 'Clerk',
    },
  },
  {
    title: 'a shipped record with a value that does not fit',
    files: { 'data/orders.json': over('data/orders.json', { records: { A1: { Total__c: 12.345 } } }) },
    problem: { code: 'WRONG_VALUE', file: 'data/orders.json', pointer: '/records/A1/Total__c', found: 12.345 },
  },
  {
    title: 'a shipped record that names another by no external id',
    files: {
      'data/orders.json': over('data/orders.json', { records: { A1: { Buyer__r: { Email: 'a@b.example' } } } }),
    },
    problem: { code: 'NOT_AN_EXTERNAL_ID', file: 'data/orders.json', pointer: '/records/A1/Buyer__r/Email' },
  },
  {
    title: 'an element that the engine owns',
    files: {
      'objects/User/object.json': {
        label: 'Me',
        pluralLabel: 'Us',
        nameField: { type: 'Text', label: 'N' },
        sharing: 'Read',
      },
    },
    problem: { code: 'ALREADY_OWNED', file: 'objects/User/object.json', pointer: '', element: 'object:User' },
  },
  {
    title: 'an extension that changes what it extends',
    files: { 'apps/Administration.json': { extends: true, label: 'Mine', tabs: { Order__c: { order: 10 } } } },
    problem: { code: 'EXTENDS_CHANGES_PROPERTY', file: 'apps/Administration.json', pointer: '/label', found: 'label' },
  },
  {
    title: 'an extension of what is not there',
    files: { 'apps/Adminstration.json': { extends: true, tabs: { Order__c: { order: 10 } } } },
    problem: {
      code: 'DANGLING_REFERENCE',
      file: 'apps/Adminstration.json',
      pointer: '/tabs/Order__c',
      found: 'Adminstration',
    },
  },
  {
    title: 'a file where no kind has files',
    files: { 'object/Order__c/object.json': {} },
    problem: { code: 'UNKNOWN_FILE', file: 'object/Order__c/object.json', pointer: '', suggestion: 'objects' },
  },
  {
    title: 'a package that is not there',
    files: { 'package.json': { ...MANIFEST, dependencies: { '@formwork/sytem': '^0.1.0' } } },
    problem: {
      code: 'MISSING_PACKAGE',
      file: 'package.json',
      pointer: '/dependencies/@formwork~1sytem',
      suggestion: '@formwork/system',
    },
  },
  {
    title: 'a package of another version',
    files: { 'package.json': { ...MANIFEST, dependencies: { '@formwork/system': '^9.0.0' } } },
    problem: {
      code: 'WRONG_PACKAGE_VERSION',
      file: 'package.json',
      pointer: '/dependencies/@formwork~1system',
      found: '0.1.0',
      expected: '^9.0.0',
    },
  },
  {
    title: 'a manifest without a version',
    files: { 'package.json': { name: '@test/app', formwork: { label: 'Test' } } },
    problem: { code: 'INVALID_MANIFEST', file: 'package.json', pointer: '/version' },
  },
];

describe('a wrong file', () => {
  it('is not in the sound package that each case starts from', async () => {
    expect(await checkFiles(ORDERS)).toEqual([]);
  });

  it.each(TABLE)('with $title is told with its file and pointer', async ({ files, problem }) => {
    const problems = await checkFiles({ ...ORDERS, 'package.json': MANIFEST, ...files });
    const found = problems.filter(({ code, pointer }) => code === problem.code && pointer === problem.pointer);
    expect(found, JSON.stringify(problems, null, 1)).toContainEqual(expect.objectContaining(problem));
    expect(found[0]?.line).toBeGreaterThan(0);
    expect(found[0]?.message).toMatch(/[.?]$/);
  });

  it('gets all its problems at once', async () => {
    const bad: TestFiles = {
      ...ORDERS,
      'roles/Boss.json': { label: '', parnet: 'x' },
      [view('Open')]: { label: 'Open', order: 'first', columns: { Nme: { order: 1, lable: 'x' } } },
    };
    const problems = await checkFiles(bad);
    expect(problems.map(({ file, pointer, code }) => `${file}${pointer} ${code}`)).toEqual(
      [
        `${view('Open')}/columns/Nme/lable UNKNOWN_PROPERTY`,
        `${view('Open')}/order WRONG_TYPE`,
        'roles/Boss.json/label INVALID_VALUE',
        'roles/Boss.json/parnet UNKNOWN_PROPERTY',
      ].filter((line) => !line.includes('lable')),
    );
  });

  it('leaves no trace in the prototype of objects', async () => {
    await checkFiles({ ...ORDERS, 'roles/Boss.json': '{ "label": "Boss", "__proto__": { "polluted": true } }' });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('an object of many fields', () => {
  it('is sound with 300 of them', async () => {
    expect(await checkFiles({ ...ORDERS, ...manyFields(300) })).toEqual([]);
  });

  it('is refused with more than 800', async () => {
    const problems = await checkFiles({ ...ORDERS, ...manyFields(801) });
    expect(problems).toEqual([
      expect.objectContaining({ code: 'TOO_MANY_FIELDS', file: 'objects/Order__c/object.json', pointer: '' }),
    ]);
  });
});

function manyFields(count: number): TestFiles {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return Object.fromEntries(
    numbers.map((each) => [`${FIELD}Field_${each}__c.json`, { label: `Field ${each}`, type: 'Text', order: each }]),
  );
}

/** A file of the sound package, changed. */
function over(path: string, changes: JsonObject): Json {
  return { ...(ORDERS[path] as JsonObject), ...changes }; // every file of it holds an object
}

function rule(name: string): string {
  return `objects/Order__c/validationRules/${name}.json`;
}

function action(name: string): string {
  return `objects/Order__c/actions/${name}.json`;
}

function view(name: string): string {
  return `objects/Order__c/listViews/${name}.json`;
}
