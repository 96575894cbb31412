import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from '../../../platform/expressions/expression.ts';
import type { SystemPermission } from '../../../platform/kinds/permission-set/schema.ts';
import type { Model, ObjectDef, PermissionSetDef, RoleDef, SharingRuleDef } from '../../../platform/layers/model.ts';
import type { Context } from '../../../runtime/context.ts';
import { loadRights } from '../../../runtime/query/load-rows.ts';
import { runQuery } from '../../../runtime/query/run-query.ts';
import { loadPrincipal } from '../../../runtime/security/load-principal.ts';
import { width } from '../../support/width.ts';
import { EXAMPLE_FILES, type ExampleOrg, exampleOrg, NOW } from './example-org.ts';
import { Records } from './records.ts';

/*
 * Random orgs: sharing settings, role trees, rules, permission sets, people and records. What each person may do with
 * each record, as the compiled SQL decides it, is compared with the plain reading of the rules below.
 */

const ROLES = ['R1', 'R2', 'R3', 'R4'] as const;
const SETS = ['P1', 'P2', 'P3'] as const;
const GROUPS = ['G1', 'G2'] as const;
const AREAS = ['North', 'South'] as const;
const KINDS = ['Open', 'Closed'] as const;
const OBJECTS = ['Site__c', 'Visit__c', 'Note__c'] as const;
const RIGHTS = ['read', 'edit', 'delete'] as const;
type Right = (typeof RIGHTS)[number];

const maybe = <T>(arbitrary: fc.Arbitrary<T>, frequency = 2) =>
  fc.option(arbitrary, { nil: undefined, freq: frequency });
const some = <T>(values: readonly T[], maxLength = 2) => fc.subarray([...values], { maxLength });

interface People {
  roles?: string[] | undefined;
  rolesAndSubordinates?: string[] | undefined;
  groups?: string[] | undefined;
}
const people: fc.Arbitrary<People> = fc.record({
  roles: maybe(some(ROLES)),
  rolesAndSubordinates: maybe(some(ROLES, 1)),
  groups: maybe(some(GROUPS, 1)),
});

type Criterion = 'closed' | 'notClosed' | 'inNorth' | 'noArea';
const CONDITIONS: Readonly<Record<Criterion, Condition>> = {
  closed: { fact: 'Kind__c', operator: 'equal', value: 'Closed' },
  notClosed: { not: { fact: 'Kind__c', operator: 'equal', value: 'Closed' } },
  inNorth: { fact: 'Area__r.Name', operator: 'equal', value: 'North' },
  noArea: { fact: 'Area__c', operator: 'isBlank', value: true },
};

const rule = fc.record({
  access: fc.constantFrom('Read' as const, 'Edit' as const),
  sharedTo: fc.oneof(fc.constant('allUsers' as const), people),
  ownedBy: maybe(people, 1),
  criterion: maybe(fc.constantFrom<Criterion>('closed', 'notClosed', 'inNorth', 'noArea'), 1),
  byArea: fc.boolean(),
});
const objectRow = fc.record({
  read: fc.boolean(),
  create: fc.boolean(),
  edit: fc.boolean(),
  delete: fc.boolean(),
  viewAll: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  modifyAll: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
const permissionSet = fc.record({
  rows: fc.record({ Site__c: objectRow, Visit__c: objectRow, Note__c: objectRow }),
  system: fc.constantFrom<SystemPermission[]>([], [], [], [], [], ['ViewAllData'], ['ModifyAllData']),
});
const user = fc.record({ role: maybe(fc.constantFrom(...ROLES)), sets: some(SETS, 3), groups: some(GROUPS) });
const site = fc.record({
  owner: fc.nat(3),
  kind: maybe(fc.constantFrom(...KINDS)),
  area: maybe(fc.constantFrom(...AREAS)),
  parent: maybe(fc.nat(5)),
  isDeleted: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
});
const duty = fc.record({
  user: fc.nat(3),
  area: fc.constantFrom(...AREAS),
  isActive: fc.boolean(),
  isDeleted: fc.boolean(),
});
const world = fc.record({
  sharing: fc.constantFrom('Private' as const, 'Private' as const, 'Read' as const, 'ReadWrite' as const),
  /** Above each role: one of those before it, or none. */
  parents: fc.tuple(...ROLES.map((_, index) => maybe(fc.nat(Math.max(0, index - 1))))),
  rules: fc.array(rule, { maxLength: 4 }),
  sets: fc.tuple(permissionSet, permissionSet, permissionSet),
  users: fc.array(user, { minLength: 4, maxLength: 4 }),
  sites: fc.array(site, { minLength: 6, maxLength: 6 }),
  visits: fc.array(fc.record({ site: fc.nat(5), isDeleted: fc.boolean() }), { minLength: 3, maxLength: 3 }),
  duties: fc.array(duty, { maxLength: 4 }),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

// ---- the plain reading of the rules

const roleAbove = (w: World, role: string): string | undefined => {
  const index = ROLES.indexOf(role as (typeof ROLES)[number]);
  const parent = w.parents[index];
  return index > 0 && parent !== undefined ? ROLES[parent] : undefined;
};
const isBelow = (w: World, role: string, top: string): boolean => {
  const above = roleAbove(w, role);
  return above !== undefined && (above === top || isBelow(w, above, top));
};
const isOneOf = (w: World, who: World['users'][number], among: People): boolean =>
  (who.role !== undefined && among.roles?.includes(who.role)) ||
  (who.role !== undefined &&
    among.rolesAndSubordinates?.some((top) => who.role === top || isBelow(w, who.role ?? '', top))) ||
  who.groups.some((group) => among.groups?.includes(group)) ||
  false;

function objectRight(w: World, who: World['users'][number], object: (typeof OBJECTS)[number], right: Right): boolean {
  const sets = who.sets.flatMap((name) => w.sets[SETS.indexOf(name)] ?? []);
  if (sets.some((set) => set.system.includes('ModifyAllData'))) return true;
  const rows = sets.map((set) => set.rows[object]);
  if (rows.some((row) => row.modifyAll)) return true;
  if (right === 'delete') return rows.some((row) => row.delete);
  if (right === 'edit') return rows.some((row) => row.edit || row.delete);
  if (sets.some((set) => set.system.includes('ViewAllData'))) return true;
  return rows.some((row) => row.read || row.create || row.edit || row.delete || row.viewAll);
}

function seesAll(w: World, who: World['users'][number], object: (typeof OBJECTS)[number], right: Right): boolean {
  const sets = who.sets.flatMap((name) => w.sets[SETS.indexOf(name)] ?? []);
  const isRead = right === 'read';
  return sets.some(
    ({ system, rows }) =>
      system.includes('ModifyAllData') ||
      rows[object].modifyAll ||
      (isRead && (system.includes('ViewAllData') || rows[object].viewAll)),
  );
}

function maySite(w: World, me: number, index: number, right: Right): boolean {
  const [who, record] = [w.users[me], w.sites[index]];
  if (!who || !record || record.isDeleted || !objectRight(w, who, 'Site__c', right)) return false;
  if (seesAll(w, who, 'Site__c', right)) return true;
  if (right !== 'delete' && (w.sharing === 'ReadWrite' || (w.sharing === 'Read' && right === 'read'))) return true;
  if (record.owner === me) return true;
  const owner = w.users[record.owner];
  if (owner?.role !== undefined && who.role !== undefined && isBelow(w, owner.role, who.role)) return true;
  return right !== 'delete' && w.rules.some((each) => opens(w, each, { me, record, right }));
}

function opens(
  w: World,
  { access, sharedTo, ownedBy, criterion, byArea }: World['rules'][number],
  { me, record, right }: { me: number; record: World['sites'][number]; right: Right },
): boolean {
  const [who, owner] = [w.users[me], w.users[record.owner]];
  if (!who || !owner || (right === 'edit' && access === 'Read')) return false;
  if (sharedTo !== 'allUsers' && !isOneOf(w, who, sharedTo)) return false;
  if (ownedBy && !isOneOf(w, owner, ownedBy)) return false;
  if (criterion === 'closed' && record.kind !== 'Closed') return false;
  if (criterion === 'notClosed' && record.kind === 'Closed') return false;
  if (criterion === 'inNorth' && record.area !== 'North') return false;
  if (criterion === 'noArea' && record.area !== undefined) return false;
  const mine = w.duties.filter((each) => each.user === me && each.isActive && !each.isDeleted);
  return !byArea || mine.some((each) => each.area === record.area);
}

function mayVisit(w: World, me: number, index: number, right: Right): boolean {
  const [who, record] = [w.users[me], w.visits[index]];
  if (!who || !record || record.isDeleted || !objectRight(w, who, 'Visit__c', right)) return false;
  return seesAll(w, who, 'Visit__c', right) || maySite(w, me, record.site, right === 'read' ? 'read' : 'edit');
}

function mayNote(w: World, me: number, index: number, right: Right): boolean {
  const who = w.users[me];
  if (!who || !objectRight(w, who, 'Note__c', right)) return false;
  return seesAll(w, who, 'Note__c', right) || mayVisit(w, me, index, right === 'read' ? 'read' : 'edit');
}

const MAY = { Site__c: maySite, Visit__c: mayVisit, Note__c: mayNote } as const;

// ---- the same world as a model and as rows

function modelOf(base: Model, w: World): Model {
  const site_ = base.objects.get('Site__c') as ObjectDef; // the example has it
  const sharingRules = w.rules.map((each, index): [string, SharingRuleDef] => [`Rule_${index}`, ruleOf(each, index)]);
  const roles = ROLES.map((name): [string, RoleDef] => {
    const parent = roleAbove(w, name);
    return [name, { name, label: name, ...(parent === undefined ? {} : { parent }) }];
  });
  const sets = SETS.map((name, index): [string, PermissionSetDef] => {
    const { rows, system } = w.sets[index] as World['sets'][number]; // as many as SETS
    const objects = new Map(Object.entries(rows));
    const set = {
      name,
      label: name,
      description: '',
      system,
      objects,
      apps: [],
      fields: new Map([['Site__c.Parent__c', { read: true }]]),
      actions: new Set<string>(),
    };
    return [name, set];
  });
  return {
    ...base,
    objects: new Map([...base.objects, ['Site__c', { ...site_, sharing: w.sharing }]]),
    sharingRules: new Map(sharingRules),
    roles: new Map(roles),
    permissionSets: new Map([...base.permissionSets, ...sets]),
  };
}

const defined = ({ roles, rolesAndSubordinates, groups }: People) => ({
  ...(roles ? { roles } : {}),
  ...(rolesAndSubordinates ? { rolesAndSubordinates } : {}),
  ...(groups ? { groups } : {}),
});

function ruleOf(
  { access, sharedTo, ownedBy, criterion, byArea }: World['rules'][number],
  index: number,
): SharingRuleDef {
  return {
    name: `Rule_${index}`,
    label: `Rule ${index}`,
    object: 'Site__c',
    access,
    sharedTo: sharedTo === 'allUsers' ? { allUsers: true } : defined(sharedTo),
    ...(ownedBy ? { ownedBy: defined(ownedBy) } : {}),
    ...(criterion ? { criteria: CONDITIONS[criterion] } : {}),
    ...(byArea ? { userAttribute: BY_AREA } : {}),
  };
}
const BY_AREA: NonNullable<SharingRuleDef['userAttribute']> = {
  field: 'Area__c',
  object: 'Duty__c',
  userField: 'User__c',
  valueField: 'Area__c',
  where: { fact: 'Active__c', operator: 'equal', value: true },
};

interface Ids {
  readonly users: string[];
  readonly Site__c: string[];
  readonly Visit__c: string[];
  readonly Note__c: string[];
}

async function insertWorld(records: Records, w: World): Promise<Ids> {
  const ids: Ids = { users: [], Site__c: [], Visit__c: [], Note__c: [] };
  const areas = new Map<string, string>();
  for (const name of AREAS) areas.set(name, await records.insert('Area__c', { Name: name }));
  const groups = new Map<string, string>();
  for (const name of GROUPS) groups.set(name, await records.insert('Group', { DeveloperName: name }));
  for (const { role, sets, groups: memberOf } of w.users) {
    const id = await records.user('Someone', { sets, ...(role ? { role } : {}) });
    for (const group of memberOf)
      await records.insert('GroupMember', { GroupId: groups.get(group) ?? null, UserOrGroupId: id });
    ids.users.push(id);
  }
  for (const { owner, kind, area, parent, isDeleted } of w.sites)
    ids.Site__c.push(
      await records.insert('Site__c', {
        OwnerId: ids.users[owner] ?? null,
        Kind__c: kind ?? null,
        Area__c: areas.get(area ?? '') ?? null,
        Parent__c: ids.Site__c[parent ?? -1] ?? null,
        IsDeleted: isDeleted,
      }),
    );
  for (const visit of w.visits) {
    const Site__c = ids.Site__c[visit.site] ?? null;
    ids.Visit__c.push(await records.insert('Visit__c', { Site__c, IsDeleted: visit.isDeleted }));
  }
  for (const Visit__c of ids.Visit__c) ids.Note__c.push(await records.insert('Note__c', { Visit__c }));
  for (const { user: holder, area, isActive, isDeleted } of w.duties)
    await records.insert('Duty__c', {
      User__c: ids.users[holder] ?? null,
      Area__c: areas.get(area) ?? null,
      Active__c: isActive,
      IsDeleted: isDeleted,
    });
  return ids;
}

describe('row access in random orgs', () => {
  let example: ExampleOrg;
  let client: pg.PoolClient;
  beforeAll(async () => {
    const named = [
      ...ROLES.map((name) => [`roles/${name}.json`, { label: name }] as const),
      ...SETS.map((name) => [`permissionSets/${name}.json`, { label: name }] as const),
    ];
    example = await exampleOrg({ ...EXAMPLE_FILES, ...Object.fromEntries(named) });
    client = await example.org.pool.connect();
  });
  afterAll(async () => {
    client?.release();
    await example?.close();
  });

  it('is what a plain reading of the rules says, for every person, record and right', {
    timeout: width(240_000, 3_000_000),
  }, async () => {
    const numRuns = width(300, 3000);
    await fc.assert(fc.asyncProperty(world, checkWorld), { numRuns });
  });

  async function checkWorld(w: World): Promise<void> {
    await client.query('begin');
    try {
      const ids = await insertWorld(await Records.open(client, example.live), w);
      const live = { ...example.live, model: modelOf(example.live.model, w) };
      for (const me of w.users.keys()) {
        const principal = await loadPrincipal(client, live, ids.users[me] ?? '');
        if (!principal) throw new Error('The person is active');
        await checkPerson({ live, principal, db: client, now: NOW }, w, { me, ids });
      }
    } finally {
      await client.query('rollback');
    }
  }

  async function checkPerson(context: Context, w: World, { me, ids }: { me: number; ids: Ids }): Promise<void> {
    for (const object of OBJECTS) {
      if (!context.principal.permissions.objects.has(object)) {
        expect(ids[object].some((_, index) => MAY[object](w, me, index, 'read'))).toBe(false);
        await expect(runQuery(context, { object, select: [['Id']] })).rejects.toThrow('INVALID_TYPE');
        continue;
      }
      const wanted = ids[object].flatMap((id, index) => {
        const [read, canEdit, canDelete] = RIGHTS.map((right) => MAY[object](w, me, index, right));
        return read ? [{ id, canEdit, canDelete }] : [];
      });
      const { rows } = await runQuery(context, {
        object,
        select: [['Id']],
        orderBy: [{ path: ['Id'], direction: 'asc' }],
      });
      expect(rows.map((row) => row.Id)).toEqual(wanted.map(({ id }) => id));
      expect((await runQuery(context, { object, select: [], isCount: true })).count).toBe(wanted.length);
      const rights = (await loadRights(context, object, ids[object])).map(({ id, canEdit, canDelete }) => ({
        id,
        canEdit,
        canDelete,
      }));
      expect(rights).toEqual(wanted);
    }
    if (context.principal.permissions.objects.has('Site__c')) await checkParents(context, w, { me, ids });
  }

  /** A parent that the person may not read is no parent, to see, to filter by and to count by. */
  async function checkParents(context: Context, w: World, { me, ids }: { me: number; ids: Ids }): Promise<void> {
    const wanted = ids.Site__c.flatMap((_, index) => {
      const parent = w.sites[index]?.parent ?? Number.NaN;
      const isSeen = parent < index && maySite(w, me, parent, 'read');
      return maySite(w, me, index, 'read') ? [isSeen ? (ids.Site__c[parent] ?? null) : null] : [];
    });
    const parentId = ['Parent__r', 'Id'];
    const byId = [{ path: ['Id'], direction: 'asc' as const }];
    const { rows } = await runQuery(context, { object: 'Site__c', select: [parentId], orderBy: byId });
    expect(rows.map((row) => row['Parent__r.Id'])).toEqual(wanted);
    const operand = { kind: 'literal', value: false } as const;
    const where = { kind: 'compare', path: parentId, operator: 'isBlank', operand } as const;
    const { count } = await runQuery(context, { object: 'Site__c', select: [], isCount: true, where });
    expect(count).toBe(wanted.filter((id) => id !== null).length);
  }
});
