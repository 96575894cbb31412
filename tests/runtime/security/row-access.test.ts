import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../runtime/context.ts';
import { loadRights, loadRows } from '../../../runtime/query/load-rows.ts';
import { runQuery } from '../../../runtime/query/run-query.ts';
import { explainAccess } from '../../../runtime/security/explain.ts';
import { loadPrincipal } from '../../../runtime/security/load-principal.ts';
import { rowGrounds } from '../../../runtime/security/row-access.ts';
import { type ExampleOrg, exampleOrg } from './example-org.ts';

let example: ExampleOrg;
beforeAll(async () => {
  example = await exampleOrg();
});
afterAll(() => example?.close());

const SETS = ['Sites_Reader'];
let area: string;
let otherArea: string;
beforeEach(async () => {
  area = await example.records.insert('Area__c');
  otherArea = await example.records.insert('Area__c');
});

/** What somebody may do with a record: 'r', 'e' and 'd'; '' when it is not there for them. */
async function rights(context: Context, object: string, id: string): Promise<string> {
  const [row] = await loadRights(context, object, [id]);
  if (!row) return '';
  return `r${row.canEdit ? 'e' : ''}${row.canDelete ? 'd' : ''}`;
}

describe('row access', () => {
  it('opens a record to its owner, to the roles above, and to nobody else', async () => {
    const { records } = example;
    const owner = await records.user('owner', { role: 'Advisor', sets: SETS });
    const site = await records.insert('Site__c', { OwnerId: owner });
    const of = async (role: string | undefined) =>
      rights(await example.as(await records.user('x', { ...(role ? { role } : {}), sets: SETS })), 'Site__c', site);
    expect(await rights(await example.as(owner), 'Site__c', site)).toBe('red');
    expect(await of('Manager')).toBe('red');
    expect(await of('Director')).toBe('red');
    expect([await of('Advisor'), await of('Auditor'), await of(undefined)]).toEqual(['', '', '']);
  });

  it('opens records by what the person has, and closes them at once when it is taken away', async () => {
    const { records } = example;
    const person = await records.user('p', { sets: SETS });
    const inside = await records.insert('Site__c', { Area__c: area });
    const outside = await records.insert('Site__c', { Area__c: otherArea });
    const context = await example.as(person);
    const both = async () => [await rights(context, 'Site__c', inside), await rights(context, 'Site__c', outside)];
    expect(await both()).toEqual(['', '']);
    const duty = await records.insert('Duty__c', { User__c: person, Area__c: area, Active__c: true });
    expect(await both()).toEqual(['re', '']);
    await records.update('Duty__c', duty, { Active__c: false });
    expect(await both()).toEqual(['', '']);
    await records.update('Duty__c', duty, { Active__c: true, Area__c: otherArea });
    expect(await both()).toEqual(['', 're']);
    await records.update('Duty__c', duty, { IsDeleted: true });
    expect(await both()).toEqual(['', '']);
  });

  it('opens records by criteria and by owner to the roles and groups that a rule names', async () => {
    const { records } = example;
    const advisor = await records.user('adv', { role: 'Advisor', sets: SETS });
    const closed = await records.insert('Site__c', { Kind__c: 'Closed' });
    const owned = await records.insert('Site__c', { OwnerId: advisor, Kind__c: 'Open' });
    const auditor = await example.as(await records.user('aud', { role: 'Auditor', sets: SETS }));
    expect([await rights(auditor, 'Site__c', closed), await rights(auditor, 'Site__c', owned)]).toEqual(['r', '']);
    const helper = await records.user('help', { sets: SETS });
    const group = await records.insert('Group', { DeveloperName: 'Helpers' });
    await records.insert('GroupMember', { GroupId: group, UserOrGroupId: helper });
    const helping = await example.as(helper);
    expect(helping.principal.groups).toEqual(['Helpers']);
    expect([await rights(helping, 'Site__c', closed), await rights(helping, 'Site__c', owned)]).toEqual(['', 're']);
  });

  it('opens everything to viewAll and ViewAllData, to read', async () => {
    const site = await example.records.insert('Site__c');
    for (const sets of [['Sites_All'], ['Auditing']]) {
      const context = await example.as(await example.records.user('v', { sets }));
      expect(await rights(context, 'Site__c', site)).toBe('r');
    }
    const admin = await example.as(await example.records.user('a', { sets: ['System_Administrator'] }));
    expect(await rights(admin, 'Site__c', site)).toBe('red');
  });

  it('gives details what their master gives, through two steps', async () => {
    const { records } = example;
    const owner = await example.as(await records.user('own', { sets: SETS }));
    const person = await records.user('p', { sets: SETS });
    const site = await records.insert('Site__c', { OwnerId: owner.principal.userId, Area__c: area });
    const visit = await records.insert('Visit__c', { Site__c: site });
    const note = await records.insert('Note__c', { Visit__c: visit });
    const stranger = await example.as(person);
    expect([await rights(owner, 'Visit__c', visit), await rights(owner, 'Note__c', note)]).toEqual(['red', 're']);
    expect([await rights(stranger, 'Visit__c', visit), await rights(stranger, 'Note__c', note)]).toEqual(['', '']);
    await records.insert('Duty__c', { User__c: person, Area__c: area, Active__c: true });
    expect([await rights(stranger, 'Visit__c', visit), await rights(stranger, 'Note__c', note)]).toEqual(['red', 're']);
    await records.update('Site__c', site, { IsDeleted: true });
    expect([await rights(stranger, 'Visit__c', visit), await rights(owner, 'Note__c', note)]).toEqual(['', '']);
  });

  it('reads a hidden parent as none, and filters and sorts as if there were none', async () => {
    const { records } = example;
    const me = await example.as(await records.user('me', { sets: SETS }));
    const hidden = await records.insert('Site__c', { Name: 'Hidden', Area__c: area });
    await records.insert('Site__c', { Name: 'Mine', OwnerId: me.principal.userId, Parent__c: hidden });
    const select = [['Name'], ['Parent__r', 'Name'], ['Parent__r', 'Area__r', 'Name']];
    const { rows } = await runQuery(me, { object: 'Site__c', select });
    expect(rows).toEqual([
      {
        Name: 'Mine',
        'Parent__r.Name': null,
        'Parent__r.Area__r.Name': null,
        Parent__r: null,
        'Parent__r.Area__r': null,
      },
    ]);
    const byParent = (operator: 'equal' | 'isBlank', value: string | boolean) =>
      runQuery(me, {
        object: 'Site__c',
        select: [['Name']],
        where: { kind: 'compare', path: ['Parent__r', 'Name'], operator, operand: { kind: 'literal', value } },
      });
    expect((await byParent('equal', 'Hidden')).count).toBe(0);
    expect((await byParent('isBlank', true)).count).toBe(1);
  });

  it('denies what a rule that cannot be compiled would open, and says why', async () => {
    const { live } = example;
    const broken = {
      name: 'Broken',
      label: 'Broken',
      object: 'Site__c',
      access: 'Edit',
      sharedTo: { allUsers: true },
      criteria: { fact: 'Nonsense__c', operator: 'equal', value: 1 },
    } as const;
    const rules = new Map([['Broken', broken]]);
    const asker = {
      live: { ...live, model: { ...live.model, sharingRules: rules } },
      principal: await example.principal(await example.records.user('b', { sets: SETS })),
    };
    const site = live.model.objects.get('Site__c');
    if (!site) throw new Error('no Site__c');
    let count = 0;
    const grounds = rowGrounds(asker, site, { right: 'read', alias: 't0', aliases: () => `a${++count}` });
    expect(grounds.at(-1)).toMatchObject({
      element: 'sharingRule:Broken',
      fault: expect.stringContaining('Nonsense__c'),
    });
    const hidden = await example.records.insert('Site__c');
    expect(await loadRows({ ...asker, db: example.org.pool, now: new Date() }, 'Site__c', [hidden])).toEqual([]);
  });
});

describe('explainAccess', () => {
  it('names the rules that open a record, and those that do not', async () => {
    const { records } = example;
    const admin = await example.as(await records.user('admin', { sets: ['System_Administrator'] }));
    const person = await records.user('Pat', { role: 'Manager', sets: SETS });
    const site = await records.insert('Site__c', { Area__c: area });
    const about = await example.principal(person);
    const ask = (right: 'read' | 'edit' | 'delete') =>
      explainAccess(admin, about, { object: 'site__c', id: site, right });
    expect(await ask('read')).toMatchObject({ isAllowed: false, summary: expect.stringContaining('Pat cannot read') });
    await records.insert('Duty__c', { User__c: person, Area__c: area, Active__c: true });
    expect(await ask('edit')).toEqual({
      isAllowed: true,
      summary: 'Pat can edit this record: the sharing rule “Sites in my areas”.',
      rules: [
        { kind: 'owner', reason: 'being its owner', applies: false },
        { kind: 'role', reason: 'the role Manager above its owner', applies: false },
        {
          kind: 'sharingRule',
          reason: 'the sharing rule “Sites in my areas”',
          element: 'sharingRule:Sites_in_my_areas',
          applies: true,
        },
      ],
    });
    const nobody = await example.principal(await records.user('Nobody'));
    expect(await explainAccess(admin, nobody, { object: 'Site__c', id: site, right: 'read' })).toMatchObject({
      isAllowed: false,
      rules: [{ kind: 'objectPermission', applies: false }],
    });
  });

  it('tells nobody of a record that the asker cannot read', async () => {
    const site = await example.records.insert('Site__c');
    const me = await example.as(await example.records.user('me', { sets: SETS }));
    const ask = (id: string) => explainAccess(me, me.principal, { object: 'Site__c', id, right: 'read' });
    await expect(ask(site)).rejects.toThrow('NOT_FOUND');
    await expect(ask(example.records.newId('Site__c'))).rejects.toThrow('NOT_FOUND');
  });
});

describe('loadRows', () => {
  it('gives stored values, hidden fields included, only of readable rows', async () => {
    const { records } = example;
    const me = await example.as(await records.user('me', { sets: SETS }));
    const owned = { OwnerId: me.principal.userId, Secret__c: 's', Beds__c: '7.5', Aims__c: ['A', 'C'] };
    const mine = await records.insert('Site__c', owned);
    const theirs = await records.insert('Site__c');
    const rows = await loadRows(me, 'site__c', [theirs, mine.slice(0, 15), mine, 'nonsense']);
    expect(rows).toMatchObject([{ id: mine, version: 1, canEdit: true, canDelete: true, values: owned }]);
  });

  it('holds the rows until the transaction ends', async () => {
    const id = await example.records.insert('Site__c');
    const client = await example.org.pool.connect();
    try {
      await client.query('begin');
      expect(await loadRows({ ...example.system(), db: client }, 'Site__c', [id], { forUpdate: true })).toHaveLength(1);
      const { physical } = example.live;
      const table = `"${physical.schema}"."${physical.table('Site__c')}"`;
      const waiting = example.org.pool.query(`select from ${table} where id = $1 for no key update nowait`, [id]);
      await expect(waiting).rejects.toThrow('could not obtain lock');
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('loadPrincipal', () => {
  it('knows the person, the role with all below it, groups and permission sets', async () => {
    const id = await example.records.user('Dana', { role: 'Director', sets: ['Sites_All', 'Sites_Reader'] });
    expect(await example.principal(id)).toMatchObject({
      userId: id,
      name: 'Dana',
      roleName: 'Director',
      subordinateRoles: ['Manager', 'Advisor'],
      permissionSets: ['Sites_All', 'Sites_Reader'],
      timeZone: 'America/New_York',
    });
  });

  it('knows nobody who is inactive or not there', async () => {
    const { live, org, records } = example;
    const inactive = await records.user('Gone', { isActive: false, sets: SETS });
    expect(await loadPrincipal(org.pool, live, inactive)).toBeUndefined();
    expect(await loadPrincipal(org.pool, live, records.newId('User'))).toBeUndefined();
  });

  it('gives people of one role, groups and sets one access class', async () => {
    const { records } = example;
    const [one, two] = [await records.user('a', { sets: SETS }), await records.user('b', { sets: SETS })];
    const [first, second] = [await example.principal(one), await example.principal(two)];
    expect(first.accessClass).toBe(second.accessClass);
    expect(first.permissions).toBe(second.permissions);
    const other = await example.principal(await records.user('c', { role: 'Advisor', sets: SETS }));
    expect(other.accessClass).not.toBe(first.accessClass);
  });
});
