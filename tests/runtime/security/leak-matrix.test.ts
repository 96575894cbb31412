import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Expression } from '../../../platform/expressions/expression.ts';
import type { Model, ObjectDef } from '../../../platform/layers/model.ts';
import type { Live } from '../../../platform/physical/physical.ts';
import type { Context } from '../../../runtime/context.ts';
import { RequestError } from '../../../runtime/errors.ts';
import { listPage } from '../../../runtime/http/pages/list.ts';
import { lookupChoices } from '../../../runtime/http/pages/lookup.ts';
import { newRecordPage, recordPage } from '../../../runtime/http/pages/record.ts';
import { loadRights, loadRows } from '../../../runtime/query/load-rows.ts';
import { lookupCandidates } from '../../../runtime/query/lookup-candidates.ts';
import { parseSoql } from '../../../runtime/query/parse-soql.ts';
import type { Query } from '../../../runtime/query/query.ts';
import { runQuery } from '../../../runtime/query/run-query.ts';
import { explainAccess } from '../../../runtime/security/explain.ts';
import { loadPrincipal } from '../../../runtime/security/load-principal.ts';
import { EXAMPLE_FILES, type ExampleOrg, exampleOrg, NOW } from './example-org.ts';

/*
 * Nothing may depend on what its reader may not see. Each secret has two worlds that differ in it alone; every read
 * path answers every person in both. Who may not see the secret must get the same answer to the last character,
 * errors and hints included; who may see it, a different one, which shows that the path looks there at all.
 */

interface Ids {
  /** A site that is hidden from most. */
  readonly secret: string;
  readonly secretVisit: string;
  readonly area: string;
  /** The site that each person owns: its parent is the secret one, its vault a record of a hidden object. */
  readonly mine: ReadonlyMap<string, string>;
  readonly vault: string;
}

// ---- people, and what of each secret they may see

type Secret = 'row' | 'parentRow' | 'fieldValue' | 'field' | 'objectRow' | 'object';
const READER = ['Sites_Reader', 'Site_Vaults'];
const PEOPLE: Readonly<
  Record<string, { sets: string[]; role?: string; sees: readonly Secret[]; owns?: true; hasArea?: true }>
> = {
  nobody: { sets: [], sees: [] },
  reader: { sets: READER, sees: [] },
  peer: { sets: READER, role: 'Advisor', sees: [] },
  fieldReader: { sets: [...READER, 'Sites_Secrets'], sees: ['fieldValue', 'field'] },
  owner: { sets: READER, role: 'Advisor', owns: true, sees: ['row', 'parentRow'] },
  manager: { sets: READER, role: 'Manager', sees: ['row', 'parentRow'] },
  regional: { sets: READER, hasArea: true, sees: ['row', 'parentRow'] },
  viewAll: { sets: [...READER, 'Sites_All'], sees: ['row', 'parentRow'] },
  auditor: { sets: [...READER, 'Auditing'], sees: ['row', 'parentRow', 'objectRow', 'object'] },
  admin: {
    sets: ['System_Administrator'],
    sees: ['row', 'parentRow', 'fieldValue', 'field', 'objectRow', 'object'],
  },
};

// ---- the two worlds of each secret

interface Scene {
  readonly ids: Ids;
  readonly live: Live;
  set(object: string, ids: readonly string[], field: string, value: string | boolean): Promise<void>;
}

/** Each brings about its other world, and answers with the model of it. */
const SECRETS: Readonly<Record<Secret, (scene: Scene) => Promise<Live>>> = {
  row: async ({ ids, live, set }) => {
    await set('Site__c', [ids.secret], 'IsDeleted', true);
    return live;
  },
  parentRow: async ({ ids, live, set }) => {
    await set('Site__c', [ids.secret], 'Name', 'Another name');
    return live;
  },
  fieldValue: async ({ ids, live, set }) => {
    await set('Site__c', [ids.secret, ...ids.mine.values()], 'Secret__c', 'Another value');
    return live;
  },
  field: async ({ live }) => ({ ...live, model: withoutField(live.model, 'Site__c', 'Secret__c') }),
  objectRow: async ({ ids, live, set }) => {
    await set('Vault__c', [ids.vault], 'Name', 'Another vault');
    return live;
  },
  object: async ({ live }) => ({ ...live, model: withoutObject(live.model, 'Vault__c') }),
};

function withoutField(model: Model, object: string, field: string): Model {
  const found = model.objects.get(object) as ObjectDef; // the example has it
  const fields = new Map([...found.fields].filter(([name]) => name !== field));
  return { ...model, objects: new Map([...model.objects, [object, { ...found, fields }]]) };
}

/** The lookup to it stays, and leads nowhere: what is left of a hidden object for those who may read the lookup. */
function withoutObject(model: Model, object: string): Model {
  return { ...model, objects: new Map([...model.objects].filter(([name]) => name !== object)) };
}

// ---- the read paths

interface Ask {
  readonly context: Context;
  readonly ids: Ids;
  readonly mine: string;
}
interface ReadPath {
  /** What an admin must be able to find out by it; the others need not show there. */
  readonly covers: readonly Secret[];
  /** Several questions; each answer or refusal counts. */
  readonly ask: (ask: Ask) => readonly (() => Promise<unknown>)[];
}

const PATHS = [['Name'], ['Secret__c'], ['Parent__r', 'Name'], ['Parent__r', 'Secret__c'], ['Vault__r', 'Name']];
const byName = [{ path: ['Name'], direction: 'asc' }] as const;
const compare = (
  path: readonly string[],
  operator: 'equal' | 'like' | 'isBlank',
  value: string | boolean,
): Expression => ({
  kind: 'compare',
  path,
  operator,
  operand: { kind: 'literal', value },
});
const query = (context: Context, more: Partial<Query>) => () =>
  runQuery(context, { object: 'Site__c', select: [['Id']], orderBy: byName, ...more });
const ALL: readonly Secret[] = ['row', 'parentRow', 'fieldValue', 'field', 'objectRow', 'object'];

/** By exported function; a function may have several. A new function that reads must be added here. */
const READ_PATHS: Readonly<Record<string, Readonly<Record<string, ReadPath>>>> = {
  'query/run-query.ts runQuery': {
    select: {
      covers: ALL,
      ask: ({ context }) => [
        ...PATHS.map((path) => query(context, { select: [['Id'], path] })),
        query(context, { object: 'Visit__c', select: [['Name'], ['Site__r', 'Name']] }),
        query(context, { object: 'Vault__c', select: [['Name']] }),
      ],
    },
    where: {
      covers: ALL,
      ask: ({ context }) => [
        ...PATHS.flatMap((path) => [
          query(context, { where: compare(path, 'equal', 'The sentinel') }),
          query(context, { where: { kind: 'not', term: compare(path, 'like', 'The s%') } }),
          query(context, { where: compare(path, 'isBlank', true) }),
        ]),
        query(context, { object: 'Vault__c', where: compare(['Name'], 'equal', 'The sentinel') }),
      ],
    },
    orderBy: {
      covers: ['row', 'parentRow', 'fieldValue', 'field', 'object'],
      ask: ({ context }) => PATHS.map((path) => query(context, { orderBy: [{ path, direction: 'desc' }] })),
    },
    count: {
      covers: ALL,
      ask: ({ context }) => [
        query(context, { select: [], isCount: true }),
        query(context, { object: 'Visit__c', select: [], isCount: true }),
        query(context, { object: 'Vault__c', select: [], isCount: true }),
        ...PATHS.map((path) =>
          query(context, { select: [], isCount: true, where: compare(path, 'equal', 'The sentinel') }),
        ),
      ],
    },
    search: {
      covers: ALL,
      ask: ({ context }) => [
        ...PATHS.map((path) => query(context, { search: { text: 'sentinel', paths: [path] } })),
        query(context, { search: { text: 'sentinel', paths: [['Name'], ['Code__c'], ['Parent__r', 'Name']] } }),
      ],
    },
    getById: {
      covers: ['row', 'parentRow', 'fieldValue', 'field'],
      ask: ({ context, ids, mine }) =>
        [ids.secret, mine].map((id) =>
          query(context, { select: [['FIELDS(ALL)']], where: compare(['Id'], 'equal', id) }),
        ),
    },
    soql: {
      covers: ALL,
      ask: ({ context }) =>
        [
          "SELECT Id, Secret__c FROM Site__c WHERE Name LIKE '%sentinel' ORDER BY Name",
          "SELECT Id, Secre__c FROM Site__c WHERE Name LIKE '%sentinel' ORDER BY Name",
          'SELECT Name, Vault__r.Name FROM Site__c ORDER BY Name',
          'SELECT Name, Nothing__c, Secret__c FROM Site__c',
          'SELECT Name FROM Site__c WHERE Secret__c > 5',
          'SELECT Name FROM Vaul__c',
          'SELECT Name FROM Vault__c',
        ].map((text) => () => runQuery(context, parseSoql(text))),
    },
  },
  'query/load-rows.ts loadRows': {
    // Hidden fields are loaded on purpose, for rules; rows are not.
    rows: {
      covers: ['row'],
      ask: ({ context, ids, mine }) => [
        async () => (await loadRows(context, 'Site__c', [ids.secret, mine])).map(({ values: _, ...rest }) => rest),
        async () => (await loadRows(context, 'Visit__c', [ids.secretVisit])).map(({ id }) => id),
      ],
    },
  },
  'query/load-rows.ts loadRights': {
    rights: {
      covers: ['row', 'object'],
      ask: ({ context, ids, mine }) => [
        () => loadRights(context, 'Site__c', [ids.secret, mine]),
        () => loadRights(context, 'Visit__c', [ids.secretVisit]),
        () => loadRights(context, 'Vault__c', [ids.vault]),
      ],
    },
  },
  'query/lookup-candidates.ts lookupCandidates': {
    typeahead: {
      covers: ['row', 'parentRow', 'objectRow', 'object'],
      ask: ({ context }) => [
        ...['', 'the', 'sentinel', 'secretcode'].map((text) => () => lookupCandidates(context, 'Site__c', { text })),
        () => lookupCandidates(context, 'Vault__c', { text: 'the' }),
      ],
    },
  },
  'security/explain.ts explainAccess': {
    explain: {
      covers: ['row', 'object'],
      ask: ({ context, ids }) => [
        () => explainAccess(context, context.principal, { object: 'Site__c', id: ids.secret, right: 'edit' }),
        () => explainAccess(context, context.principal, { object: 'Visit__c', id: ids.secretVisit, right: 'read' }),
        () => explainAccess(context, context.principal, { object: 'Vault__c', id: ids.vault, right: 'read' }),
      ],
    },
  },
  'http/pages/list.ts listPage': {
    list: {
      covers: ALL,
      ask: ({ context }) => [
        ...['', 'sentinel', 'Another'].map(
          (search) => () => listPage(context, { object: 'Site__c', view: 'All', search, page: 1, pageSize: 50 }),
        ),
        ...['Name', 'Secret__c', 'Parent__r.Name', 'Vault__r.Name'].map(
          (sort) => () => listPage(context, { object: 'Site__c', view: 'All', sort, page: 1, pageSize: 50 }),
        ),
        () => listPage(context, { object: 'Site__c', view: 'By_secret', page: 1, pageSize: 50 }),
        () => listPage(context, { object: 'Vault__c', view: 'All', page: 1, pageSize: 50 }),
      ],
    },
  },
  'http/pages/record.ts recordPage': {
    page: {
      covers: ALL,
      ask: ({ context, ids, mine }) => [
        () => recordPage(context, 'Site__c', mine),
        () => recordPage(context, 'Site__c', ids.secret),
        () => recordPage(context, 'Visit__c', ids.secretVisit),
        () => recordPage(context, 'Vault__c', ids.vault),
        () => recordPage(context, 'Area__c', ids.area),
      ],
    },
  },
  'http/pages/record.ts newRecordPage': {
    prefilled: {
      covers: ['row', 'parentRow', 'field', 'objectRow', 'object'],
      ask: ({ context, ids }) => [
        () => newRecordPage(context, 'Site__c', { Parent__c: ids.secret, Vault__c: ids.vault, Secret__c: 'x' }),
        () => newRecordPage(context, 'Vault__c', {}),
      ],
    },
  },
  'http/pages/lookup.ts lookupChoices': {
    typeahead: {
      covers: ['row', 'parentRow', 'objectRow', 'object'],
      ask: ({ context }) => [
        ...['', 'sentinel'].map(
          (text) => () => lookupChoices(context, { object: 'Site__c', field: 'Parent__c', text }),
        ),
        () => lookupChoices(context, { object: 'Site__c', field: 'Vault__c', text: 'the' }),
      ],
    },
  },
};

/** Functions that take a context and answer nothing of their own that the paths above do not. */
const OTHERS: Readonly<Record<string, string>> = {
  'query/globals.ts globalValue': 'pure',
  'query/parameters.ts resolveParameters': 'pure',
  'query/load-rows.ts idPlan': 'pure: a plan, which only an authorised way can run',
  'query/run-query.ts runStatement': 'runs what only an authorised plan compiles to',
  'security/load-principal.ts loadPrincipal': 'the asker, for the server',
  'security/announce-principals.ts announcePrincipals': 'sends a notice',
  'http/pages/related.ts relatedLists': 'a part of recordPage',
};

describe('the leak matrix', () => {
  let example: ExampleOrg;
  let client: pg.PoolClient;
  const people = new Map<string, string>();

  beforeAll(async () => {
    example = await exampleOrg({ ...EXAMPLE_FILES, ...MORE_FILES });
    client = await example.org.pool.connect();
    for (const [name, { sets, role }] of Object.entries(PEOPLE))
      people.set(name, await example.records.user(name, { sets, ...(role ? { role } : {}) }));
    scene = { ids: await insertSecrets(example, people), live: example.live, set };
  }, 60_000);
  afterAll(async () => {
    client?.release();
    await example?.close();
  });
  let scene: Scene;
  const firstWorld = new Map<ReadPath, Map<string, Promise<unknown[]>>>();

  const paths = Object.entries(READ_PATHS).flatMap(([name, ways]) =>
    Object.entries(ways).map(([way, path]) => [`${name} (${way})`, path] as const),
  );
  describe.each(paths)('%s', (_, path) => {
    it.each(Object.keys(SECRETS) as Secret[])('does not depend on a hidden %s', async (secret) => {
      for (const [name, { sees }] of Object.entries(PEOPLE)) {
        const one = await inFirstWorld(name, path);
        const other = await inWorld(name, path, SECRETS[secret]);
        if (!sees.includes(secret)) expect(other, `${name} may not see the ${secret}`).toEqual(one);
        else if (name === 'admin' && path.covers.includes(secret))
          expect(other, `${name} asks for the ${secret}`).not.toEqual(one);
      }
    });
  });

  it('knows every function that reads', async () => {
    const found = await readingFunctions();
    const known = [...Object.keys(READ_PATHS), ...Object.keys(OTHERS)];
    expect(found.filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !found.includes(name))).toEqual([]);
  });

  /** The same for every secret, so it is asked once. */
  function inFirstWorld(name: string, path: ReadPath): Promise<unknown[]> {
    const answers = firstWorld.get(path) ?? new Map<string, Promise<unknown[]>>();
    firstWorld.set(path, answers);
    const found = answers.get(name) ?? inWorld(name, path, async ({ live }) => live);
    answers.set(name, found);
    return found;
  }

  /** What a person gets by a path in a world, which is gone again afterwards. */
  async function inWorld(
    name: string,
    path: ReadPath,
    bringAbout: (scene: Scene) => Promise<Live>,
  ): Promise<unknown[]> {
    await client.query('begin');
    try {
      const live = await bringAbout(scene);
      const principal = await loadPrincipal(client, live, people.get(name) ?? '');
      if (!principal) throw new Error(`${name} is active`);
      const context: Context = { live, principal, db: client, now: NOW };
      const answers: unknown[] = [];
      for (const ask of path.ask({ context, ids: scene.ids, mine: scene.ids.mine.get(name) ?? '' }))
        answers.push(await ask().catch(refusal));
      return answers;
    } finally {
      await client.query('rollback');
    }
  }

  async function set(object: string, ids: readonly string[], field: string, value: string | boolean): Promise<void> {
    const { physical } = example.live;
    const table = `"${physical.schema}"."${physical.table(object)}"`;
    await client.query(`update ${table} set "${physical.column(object, field)}" = $1 where id = any($2)`, [value, ids]);
  }
});

/** A refusal is an answer; any other failure is a fault of the code under test. */
function refusal(error: unknown): unknown {
  if (error instanceof RequestError) return { refused: error.errors };
  throw error;
}

const MORE_FILES = {
  'objects/Vault__c/object.json': {
    label: 'Vault',
    pluralLabel: 'Vaults',
    nameField: { type: 'Text', label: 'Name' },
    sharing: 'Private',
  },
  'objects/Site__c/fields/Vault__c.json': { label: 'Vault', type: 'Lookup', references: 'Vault__c', order: 90 },
  'objects/Vault__c/listViews/All.json': { label: 'All', order: 10, columns: { Name: { order: 10 } } },
  'objects/Site__c/listViews/All.json': {
    label: 'All',
    order: 10,
    columns: Object.fromEntries(
      ['Name', 'Secret__c', 'Parent__r.Name', 'Parent__r.Secret__c', 'Vault__r.Name'].map((path, order) => [
        path,
        { order },
      ]),
    ),
    sort: [{ field: 'Name', direction: 'asc' }],
  },
  'objects/Site__c/listViews/By_secret.json': {
    label: 'By secret',
    order: 20,
    columns: { Name: { order: 10 } },
    filter: { fact: 'Secret__c', operator: 'equal', value: 'The sentinel' },
  },
  'pages/Site.json': {
    label: 'Site',
    object: 'Site__c',
    highlights: { Secret__c: { order: 10 }, 'Parent__r.Name': { order: 20 }, 'Vault__r.Name': { order: 30 } },
    sections: {
      details: {
        label: 'Details',
        order: 10,
        items: { Name: { order: 10 }, Secret__c: { order: 20 }, Parent__c: { order: 30 }, Vault__c: { order: 40 } },
      },
    },
    relatedLists: {
      Parts__r: { order: 10, columns: { Name: { order: 10 }, Secret__c: { order: 20 } } },
      Visits__r: { order: 20, columns: { Name: { order: 10 } } },
    },
  },
  'permissionSets/Site_Vaults.json': { label: 'Site vaults', fields: { 'Site__c.Vault__c': { read: true } } },
};

async function insertSecrets({ records }: ExampleOrg, people: ReadonlyMap<string, string>): Promise<Ids> {
  const area = await records.insert('Area__c', { Name: 'Area' });
  const vault = await records.insert('Vault__c', { Name: 'The sentinel' });
  const owner = people.get('owner') ?? null;
  const secret = await records.insert('Site__c', {
    Name: 'The sentinel',
    Code__c: 'SECRETCODE',
    Secret__c: 'The sentinel',
    Kind__c: 'Closed',
    OwnerId: owner,
    Area__c: area,
    Vault__c: vault,
  });
  const secretVisit = await records.insert('Visit__c', { Name: 'Visit to the sentinel', Site__c: secret });
  const regional = people.get('regional') ?? null;
  await records.insert('Duty__c', { Name: 'Regional', User__c: regional, Area__c: area, Active__c: true });
  const mine = new Map<string, string>();
  for (const [name, id] of people) {
    const values = { OwnerId: id, Parent__c: secret, Vault__c: vault, Secret__c: 'The sentinel' };
    mine.set(name, await records.insert('Site__c', { Name: `Site of ${name}`, ...values }));
    await records.insert('Site__c', { Name: `Plain site of ${name}`, OwnerId: id, Secret__c: 'M' });
  }
  return { secret, secretVisit, area, mine, vault };
}

/** Exported functions of the server's reading folders that are handed a context or a connection. */
async function readingFunctions(): Promise<string[]> {
  const root = new URL('../../../runtime', import.meta.url).pathname;
  const found: string[] = [];
  for (const folder of ['query', 'security', 'http/pages'])
    for (const file of (await readdir(join(root, folder))).filter((name) => name.endsWith('.ts'))) {
      const text = await readFile(join(root, folder, file), 'utf8');
      for (const [, name, parameters] of text.matchAll(
        /^export (?:async )?function (\w+)[^(]*\(([\s\S]*?)\n?\)(?::| \{)/gm,
      ))
        if (/\b(?:Context|Connection|Database|Engine)\b/.test(parameters ?? ''))
          found.push(`${folder}/${file} ${name}`);
    }
  return found;
}
