import type { PoolClient } from 'pg';
import type { SaveContext } from '../../../runtime/records/change.ts';
import { runAction } from '../../../runtime/records/run-action.ts';
import { save } from '../../../runtime/records/save.ts';
import type { ActionRequest, RecordInput, SaveOutcome, SaveRequest } from '../../../runtime/records/save-request.ts';
import { loadPrincipal, systemPrincipal } from '../../../runtime/security/load-principal.ts';
import type { Principal } from '../../../runtime/security/principal.ts';
import { type Files, type TestOrg, testOrg } from '../../support/org.ts';

/** A library: branches, books, loans with their items. Every rule of the save pipeline has something to bite on. */
export const LIBRARY: Files = {
  'objects/Branch__c/object.json': object('Branch', 'Branches', 'ReadWrite'),
  'objects/Branch__c/fields/Code__c.json': {
    label: 'Code',
    type: 'Text',
    order: 10,
    length: 4,
    unique: true,
    externalId: true,
  },
  'objects/Branch__c/fields/Town__c.json': { label: 'Town', type: 'Text', order: 20, externalId: true },
  'objects/Book__c/object.json': {
    ...object('Book', 'Books', 'Private'),
    uniqueKeys: {
      title: { order: 1, fields: ['Title__c', 'Edition__c'], message: 'This edition is in the catalogue already.' },
    },
  },
  'objects/Book__c/fields/Isbn__c.json': {
    label: 'ISBN',
    type: 'Text',
    order: 10,
    length: 6,
    unique: true,
    externalId: true,
  },
  'objects/Book__c/fields/Title__c.json': { label: 'Title', type: 'Text', order: 20, length: 40, required: true },
  'objects/Book__c/fields/Edition__c.json': { label: 'Edition', type: 'Number', order: 25, precision: 3, scale: 0 },
  'objects/Book__c/fields/Price__c.json': { label: 'Price', type: 'Number', order: 30, precision: 8, scale: 2 },
  'objects/Book__c/fields/Genre__c.json': {
    label: 'Genre',
    type: 'Picklist',
    order: 40,
    values: {
      Novel: { label: 'Novel', order: 1, default: true },
      Science: { label: 'Science', order: 2 },
      Pulp: { label: 'Pulp', order: 3, active: false },
    },
  },
  'objects/Book__c/fields/Tags__c.json': {
    label: 'Tags',
    type: 'MultiPicklist',
    order: 45,
    values: { a: { label: 'A', order: 1 }, b: { label: 'B', order: 2 } },
  },
  'objects/Book__c/fields/Lendable__c.json': { label: 'Lendable', type: 'Checkbox', order: 50, default: true },
  'objects/Book__c/fields/Bought__c.json': { label: 'Bought', type: 'Date', order: 55 },
  'objects/Book__c/fields/Secret__c.json': { label: 'Secret', type: 'Text', order: 60 },
  'objects/Book__c/fields/Note__c.json': { label: 'Note', type: 'Text', order: 61 },
  'objects/Book__c/fields/Branch__c.json': {
    label: 'Branch',
    type: 'Lookup',
    order: 70,
    references: 'Branch__c',
    childRelationship: 'Books',
    childLabel: 'Books',
    onDelete: 'restrict',
  },
  'objects/Book__c/fields/Sequel__c.json': {
    label: 'Sequel of',
    type: 'Lookup',
    order: 80,
    references: 'Book__c',
    childRelationship: 'Sequels',
    childLabel: 'Sequels',
    onDelete: 'clear',
  },
  // Without a name for the way back: references all the same.
  'objects/Book__c/fields/Twin__c.json': { label: 'Twin', type: 'Lookup', order: 81, references: 'Book__c' },
  'objects/Book__c/fields/Volume_Of__c.json': {
    label: 'Volume of',
    type: 'Lookup',
    order: 82,
    references: 'Book__c',
    onDelete: 'restrict',
  },
  'objects/Book__c/validationRules/Price_Positive.json': {
    order: 1,
    active: true,
    errorCondition: { all: [{ fact: 'Price__c', operator: 'lessThan', value: 0 }] },
    errorMessage: 'A price is not negative.',
    errorDisplayField: 'Price__c',
  },
  'objects/Book__c/validationRules/No_Science_In_Closed.json': {
    order: 2,
    active: true,
    errorCondition: {
      all: [
        { fact: 'Genre__c', operator: 'equal', value: 'Science' },
        { fact: 'Branch__r.Code__c', operator: 'equal', value: 'SHUT' },
      ],
    },
    errorMessage: 'The closed branch takes no science.',
  },
  'objects/Book__c/validationRules/Price_Only_Rises.json': {
    order: 3,
    active: true,
    errorCondition: {
      all: [
        { fact: '$IsNew', operator: 'equal', value: false },
        { fact: 'Price__c', operator: 'lessThan', value: { fact: '$Prior.Price__c' } },
      ],
    },
    errorMessage: 'Prices only rise.',
    errorDisplayField: 'Price__c',
  },
  'objects/Loan__c/object.json': {
    label: 'Loan',
    pluralLabel: 'Loans',
    nameField: { type: 'AutoNumber', label: 'Number', format: 'L-{0000}' },
    sharing: 'Private',
  },
  'objects/Loan__c/fields/Key__c.json': {
    label: 'Key',
    type: 'Text',
    order: 5,
    length: 20,
    unique: true,
    externalId: true,
  },
  'objects/Loan__c/fields/Status__c.json': {
    label: 'Status',
    type: 'Picklist',
    order: 10,
    required: true,
    onlyActions: 'The status changes by the actions of the loan.',
    values: {
      Draft: { label: 'Draft', order: 1, default: true },
      Open: { label: 'Open', order: 2 },
      Back: { label: 'Brought back', order: 3 },
    },
  },
  'objects/Loan__c/fields/Lent_On__c.json': { label: 'Lent on', type: 'Date', order: 20 },
  'objects/Loan__c/fields/Lent_By__c.json': {
    label: 'Lent by',
    type: 'Lookup',
    order: 30,
    references: 'User',
    childRelationship: 'Loans',
    childLabel: 'Loans',
  },
  'objects/Loan__c/fields/Reason__c.json': { label: 'Reason', type: 'Text', order: 40, length: 20 },
  'objects/Loan__c/actions/Lend.json': {
    label: 'Lend',
    order: 1,
    stateField: 'Status__c',
    from: ['Draft'],
    to: 'Open',
    availableWhen: { all: [{ fact: 'OwnerId', operator: 'equal', value: { fact: '$User.Id' } }] },
    sets: { Lent_On__c: { fact: '$Today' }, Lent_By__c: { fact: '$User.Id' } },
    guards: {
      items: {
        order: 1,
        errorCondition: { all: [{ fact: '$Count.Items__r', operator: 'equal', value: 0 }] },
        errorMessage: 'Add a book first.',
      },
    },
  },
  'objects/Loan__c/fields/Mood__c.json': {
    label: 'Mood',
    type: 'Picklist',
    order: 50,
    values: { Glad: { label: 'Glad', order: 1 }, Sad: { label: 'Sad', order: 2 } },
  },
  'objects/Loan__c/actions/Cheer.json': { label: 'Cheer', order: 3, stateField: 'Mood__c', from: ['Sad'], to: 'Glad' },
  'objects/Loan__c/actions/Bring_Back.json': {
    label: 'Bring back',
    order: 2,
    stateField: 'Status__c',
    from: ['Open'],
    to: 'Back',
    inputs: { Reason__c: { order: 1, required: true, message: 'Say why it comes back.' } },
  },
  'objects/Item__c/object.json': {
    label: 'Item',
    pluralLabel: 'Items',
    nameField: { type: 'AutoNumber', label: 'Number', format: 'I-{0}' },
    sharing: 'ControlledByParent',
  },
  'objects/Item__c/fields/Loan__c.json': {
    label: 'Loan',
    type: 'MasterDetail',
    order: 10,
    references: 'Loan__c',
    childRelationship: 'Items',
    childLabel: 'Items',
  },
  'objects/Item__c/fields/Book__c.json': {
    label: 'Book',
    type: 'Lookup',
    order: 20,
    references: 'Book__c',
    required: true,
    childRelationship: 'Items',
    childLabel: 'Loan items',
    onDelete: 'restrict',
  },
  'permissionSets/Librarian.json': {
    label: 'Librarian',
    objects: {
      Branch__c: { read: true, create: true, edit: true, delete: true },
      Book__c: { read: true, create: true, edit: true, delete: true },
      Loan__c: { read: true, create: true, edit: true, delete: true },
      Item__c: { read: true, create: true, edit: true, delete: true },
      User: { read: true },
    },
    fields: {
      ...fieldRows('Branch__c', ['Code__c', 'Town__c']),
      ...fieldRows('Book__c', [
        'Isbn__c',
        'Edition__c',
        'Price__c',
        'Genre__c',
        'Tags__c',
        'Lendable__c',
        'Bought__c',
        'Branch__c',
        'Sequel__c',
        'Twin__c',
        'Volume_Of__c',
      ]),
      'Book__c.Note__c': { read: true },
      ...fieldRows('Loan__c', ['Lent_On__c', 'Lent_By__c']),
      'Loan__c.Reason__c': { read: true },
    },
    actions: { 'Loan__c.Lend': {}, 'Loan__c.Bring_Back': {}, 'Loan__c.Cheer': {} },
  },
  'permissionSets/Reader.json': {
    label: 'Reader',
    objects: {
      Book__c: { read: true, viewAll: true },
      Branch__c: { read: true },
      Loan__c: { read: true, viewAll: true },
    },
    fields: { 'Book__c.Isbn__c': { read: true } },
    actions: { 'Loan__c.Bring_Back': {} },
  },
};

/** The org of one test file with its people. */
export interface Library extends TestOrg {
  readonly ann: Principal;
  readonly bob: Principal;
  readonly reader: Principal;
  readonly system: Principal;
  /** Runs in a transaction of its own, committed unless it throws. */
  inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T>;
  save(who: Principal, request: SaveRequest): Promise<readonly SaveOutcome[]>;
  insert(who: Principal, object: string, ...records: RecordInput[]): Promise<readonly SaveOutcome[]>;
  update(who: Principal, object: string, id: string, values: RecordInput, version?: number): Promise<SaveOutcome>;
  remove(who: Principal, object: string, ...ids: string[]): Promise<readonly SaveOutcome[]>;
  act(who: Principal, action: string, id: string, inputs?: RecordInput): Promise<SaveOutcome>;
  /** A stored record as the database has it. */
  row(object: string, id: string): Promise<Record<string, unknown> | undefined>;
}

export async function openLibrary(): Promise<Library> {
  const org = await testOrg({ files: LIBRARY });
  const inTransaction = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await org.pool.connect();
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };
  const contextOf = (principal: Principal, db: PoolClient): SaveContext => ({
    live: org.live,
    principal,
    db,
    now: new Date('2026-03-01T12:00:00Z'),
  });
  const saveFor: Library['save'] = (who, request) => inTransaction((client) => save(contextOf(who, client), request));
  const system = systemPrincipal(org.live);
  const people = await addPeople(org, system, saveFor);
  return {
    ...org,
    ...people,
    system,
    inTransaction,
    save: saveFor,
    insert: (who, object, ...records) =>
      saveFor(who, { operation: 'insert', object, records: records.map((values) => ({ values })), allOrNone: false }),
    update: async (who, object, id, values, version) =>
      only(
        await saveFor(who, {
          operation: 'update',
          object,
          records: [{ id, values, ...(version === undefined ? {} : { version }) }],
          allOrNone: true,
        }),
      ),
    remove: (who, object, ...ids) =>
      saveFor(who, { operation: 'delete', object, records: ids.map((id) => ({ id })), allOrNone: false }),
    act: (who, action, id, inputs = {}) =>
      inTransaction(async (client) => {
        const request: ActionRequest = { object: 'Loan__c', action, records: [{ id, inputs }], allOrNone: true };
        return only(await runAction(contextOf(who, client), request));
      }),
    row: async (object, id) => {
      const { schema } = org.live.physical;
      const table = org.live.physical.table(object);
      return (await org.pool.query(`select * from "${schema}"."${table}" where id = $1`, [id])).rows[0];
    },
  };
}

/** The id of a record that was saved; fails with what kept it from being. */
export function idOf(outcome: SaveOutcome | undefined): string {
  if (!outcome?.success || outcome.id === null) throw new Error(`Not saved: ${JSON.stringify(outcome)}`);
  return outcome.id;
}

/** Error codes and fields of an outcome, the short way. */
export function codes(outcome: SaveOutcome | undefined): string[] {
  return (outcome?.errors ?? []).map((error) => `${error.errorCode}(${(error.fields ?? []).join(',')})`);
}

async function addPeople(org: TestOrg, system: Principal, saveFor: Library['save']) {
  const person = async (name: string, permissionSet: string) => {
    const values = {
      Username: `${name}@library.example`,
      Name: name,
      LastName: name,
      Email: `${name}@library.example`,
    };
    const [user] = await saveFor(system, {
      operation: 'insert',
      object: 'User',
      records: [{ values }],
      allOrNone: true,
    });
    const assignment = { AssigneeId: idOf(user), PermissionSet: { Name: permissionSet } };
    const [assigned] = await saveFor(system, {
      operation: 'insert',
      object: 'PermissionSetAssignment',
      records: [{ values: assignment }],
      allOrNone: true,
    });
    idOf(assigned);
    const principal = await loadPrincipal(org.pool, org.live, idOf(user));
    if (!principal) throw new Error(`${name} cannot be loaded`);
    return principal;
  };
  return {
    ann: await person('ann', 'Librarian'),
    bob: await person('bob', 'Librarian'),
    reader: await person('reader', 'Reader'),
  };
}

function only(outcomes: readonly SaveOutcome[]): SaveOutcome {
  const [outcome] = outcomes;
  if (!outcome || outcomes.length !== 1) throw new Error(`Expected one outcome, found ${outcomes.length}`);
  return outcome;
}

function object(label: string, pluralLabel: string, sharing: string) {
  return { label, pluralLabel, nameField: { type: 'Text', label: 'Name' }, sharing };
}

function fieldRows(name: string, fields: readonly string[]) {
  return Object.fromEntries(fields.map((field) => [`${name}.${field}`, { read: true, edit: true }]));
}
