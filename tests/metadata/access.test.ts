import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoOrg, demoOrg, messages, text } from './demo-org.ts';

let demo: DemoOrg;
beforeAll(async () => {
  demo = await demoOrg();
});
afterAll(() => demo?.close());

/** The record that a query finds for the admin, who sees everything. */
async function idOf(soql: string): Promise<string> {
  const [row] = await (await demo.as('admin')).query(soql);
  return text(row?.Id);
}

const providerNamed = (name: string) => idOf(`SELECT Id FROM Account WHERE Name = '${name}'`);
const HARBOR = 'Harbor Pines Nursing Center';
const PLATTE = 'Platte Crossing Nursing Home';
const FOUR_CORNERS = 'Four Corners Medical Center';

describe('the provider directory', () => {
  it.each(['advisor.northeast', 'aian.advisor.navajo', 'cor.midwest', 'sme', 'cms.readonly', 'cot', 'connect.basic'])(
    'is read in every region by %s',
    async (name) => {
      const person = await demo.as(name);
      const all = await (await demo.as('admin')).count('SELECT count() FROM Account');
      expect(await person.count('SELECT count() FROM Account')).toBe(all);
    },
  );

  it('shows a provider their own organization and its contacts alone', async () => {
    const person = await demo.as('provider.northeast');
    expect(await person.query('SELECT Name FROM Account')).toEqual([{ Name: HARBOR }]);
    const contacts = await person.query('SELECT Account.Name FROM Contact');
    expect(new Set(contacts.map((row) => row['Account.Name']))).toEqual(new Set([HARBOR]));
    expect((await person.update('Account', await providerNamed(HARBOR), { Name: 'Mine' })).success).toBe(false);
  });

  it.each([
    ['advisor.northeast', HARBOR, true],
    ['advisor2.northeast', HARBOR, true],
    ['manager.northeast', HARBOR, true],
    ['advisor.northeast', PLATTE, false],
    ['advisor.midwest', PLATTE, true],
    ['advisor.midwest', HARBOR, false],
    ['aian.advisor.navajo', FOUR_CORNERS, true],
    ['aian.advisor.navajo', 'Red River Tribal Hospital', false],
    ['aian.advisor.navajo', HARBOR, false],
    ['superuser', HARBOR, true],
    ['superuser', PLATTE, true],
    ['integration', PLATTE, true],
    ['cor.northeast', HARBOR, false],
    ['fqs.support.northeast', HARBOR, false],
    ['intake.reviewer', HARBOR, false],
    ['cms.readonly', HARBOR, false],
    ['connect.basic', HARBOR, false],
  ])('lets %s edit %s: %s', async (name, provider, isAllowed) => {
    const person = await demo.as(name);
    const outcome = await person.update('Account', await providerNamed(provider), {
      Website: `https://${name}.example`,
    });
    expect(outcome.success, JSON.stringify(outcome.errors)).toBe(isAllowed);
  });

  it('closes to an advisor whose assignment is suspended, at once', async () => {
    const admin = await demo.as('admin');
    const assignment = await idOf(
      "SELECT Id FROM Workspace_Assignment__c WHERE User__r.Username = 'advisor2.northeast@cqp.example'",
    );
    expect((await admin.act('Workspace_Assignment__c.Suspend', assignment)).errors).toEqual([]);
    const advisor = await demo.as('advisor2.northeast');
    const harbor = await providerNamed(HARBOR);
    expect((await advisor.update('Account', harbor, { Phone: '(555) 010-0000' })).success).toBe(false);
    expect((await admin.act('Workspace_Assignment__c.Reinstate', assignment)).errors).toEqual([]);
    expect((await advisor.update('Account', harbor, { Phone: '(555) 010-0000' })).errors).toEqual([]);
  });

  it('keeps certification and lead associate from advisors', async () => {
    const advisor = await demo.as('advisor.northeast');
    const harbor = await providerNamed(HARBOR);
    for (const values of [
      { Medicare_Cert_Status__c: 'Inactive' },
      { QIO_Owner__c: null },
      { Engagement_Status__c: 'Completed' },
    ])
      expect((await advisor.update('Account', harbor, values)).success).toBe(false);
  });

  it('lets nobody but admins delete a provider', async () => {
    for (const name of ['advisor.northeast', 'manager.northeast', 'superuser']) {
      const person = await demo.as(name);
      const records = [{ id: await providerNamed(HARBOR) }];
      const outcome = await person
        .save({ operation: 'delete', object: 'Account', records, allOrNone: true })
        .then(([first]) => first?.success)
        .catch(() => false);
      expect(outcome, name).toBe(false);
    }
  });
});

describe('the rules of the directory', () => {
  const MAINE = { State__r: { Code__c: 'ME' }, Region__r: { Code__c: 'QIN-NE' } };
  it.each([
    [
      'a CCN of the wrong form',
      { Setting__c: 'Hospital', CCN__c: '12-45', ...MAINE },
      'CCN must be 6 letters or digits.',
    ],
    ['a facility without CCN', { Setting__c: 'Nursing Home', ...MAINE }, 'Enter the CCN.'],
    ['a practice without TIN', { Setting__c: 'Outpatient Clinical Practice', ...MAINE }, 'Enter the TIN.'],
    [
      'a short TIN',
      { Setting__c: 'Outpatient Clinical Practice', TIN__c: '12345', ...MAINE },
      'TIN must have 9 digits.',
    ],
    ['no state', { Setting__c: 'Health Department' }, 'Choose the state or territory.'],
    [
      'a region that the state is not in',
      { Setting__c: 'Health Department', State__r: { Code__c: 'ME' }, Region__r: { Code__c: 'QIN-W' } },
      'Choose the region that the state or territory belongs to.',
    ],
  ])('refuse %s', async (_, values, message) => {
    const advisor = await demo.as('advisor.northeast');
    expect(messages(await advisor.create('Account', { Name: 'New provider', ...values }))).toEqual([message]);
  });

  it('accept a sound provider, and refuse its CCN a second time', async () => {
    const advisor = await demo.as('advisor.northeast');
    const values = { Name: 'Sound Home', Setting__c: 'Nursing Home', CCN__c: '98A001', ...MAINE };
    expect((await advisor.create('Account', values)).errors).toEqual([]);
    const second = await advisor.create('Account', { ...values, Name: 'Other Home' });
    expect(second.errors.map(({ errorCode }) => errorCode)).toEqual(['DUPLICATE_VALUE']);
  });
});

describe('FQS requests', () => {
  const visible = async (name: string) => {
    const rows = await (await demo.as(name)).query(
      'SELECT Owner.Username, Status__c, SME__r.Username, COR__r.Username FROM FQS_Request__c',
    );
    return rows.map((row) => ({
      owner: row['Owner.Username'],
      status: row.Status__c,
      sme: row['SME__r.Username'],
      cor: row['COR__r.Username'],
    }));
  };
  const username = (name: string) => `${name}@cqp.example`;

  it.each([
    'advisor.northeast',
    'advisor2.northeast',
    'advisor.midwest',
    'aian.advisor.navajo',
    'cot',
    'bfcc.intake',
    'connect.basic',
  ])('show %s their own alone', async (name) => {
    const seen = await visible(name);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.map(({ owner }) => owner))).toEqual(new Set([username(name)]));
  });

  it('show a manager what the people below own, and no other region', async () => {
    const owners = new Set((await visible('manager.northeast')).map(({ owner }) => owner));
    expect(owners).toEqual(
      new Set([
        username('manager.northeast'),
        username('advisor.northeast'),
        username('advisor2.northeast'),
        username('fqs.support.northeast'),
      ]),
    );
  });

  it.each(['intake.reviewer', 'intake.reviewer2', 'fqs.reviewer', 'superuser'])(
    'show %s all that are submitted, and no draft of others',
    async (name) => {
      const all = await (await demo.as('admin')).count("SELECT count() FROM FQS_Request__c WHERE Status__c != 'Draft'");
      const seen = await visible(name);
      expect(seen).toHaveLength(all);
      expect(seen.filter(({ status, owner }) => status === 'Draft' && owner !== username(name))).toEqual([]);
    },
  );

  it('show the SME and the CORs what is routed to them', async () => {
    for (const name of ['cor.northeast', 'cor.midwest']) {
      const seen = await visible(name);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.every(({ cor }) => cor === username(name))).toBe(true);
    }
    expect((await visible('sme')).every(({ sme }) => sme === username('sme'))).toBe(true);
  });

  it('show a read-only user all and let them change none', async () => {
    const reader = await demo.as('cms.readonly');
    const all = await (await demo.as('admin')).count('SELECT count() FROM FQS_Request__c');
    expect(await visible('cms.readonly')).toHaveLength(all);
    const [request] = await reader.query("SELECT Id FROM FQS_Request__c WHERE Status__c = 'New'");
    expect((await reader.update('FQS_Request__c', text(request?.Id), { Title__c: 'x' })).success).toBe(false);
    await expect(reader.create('FQS_Request__c', { Title__c: 'x' }).then(({ success }) => success)).resolves.toBe(
      false,
    );
  });

  it('do not exist for a provider', async () => {
    const person = await demo.as('provider.northeast');
    await expect(person.query('SELECT Id FROM FQS_Request__c')).rejects.toThrow(/INVALID_TYPE/);
  });

  it('hide review notes from those who submit', async () => {
    await expect((await demo.as('advisor.northeast')).query('SELECT Body__c FROM Review_Note__c')).rejects.toThrow(
      /INVALID_TYPE/,
    );
    expect(await (await demo.as('intake.reviewer')).count('SELECT count() FROM Review_Note__c')).toBeGreaterThan(5);
  });
});

describe('workspace assignments', () => {
  it('show people their own, and a security officer those of the region', async () => {
    const own = await (await demo.as('advisor.midwest')).query('SELECT User__r.Username FROM Workspace_Assignment__c');
    expect(own).toHaveLength(1);
    const officer = await demo.as('so.northeast');
    const regions = await officer.query('SELECT Region__r.Code__c FROM Workspace_Assignment__c');
    expect(regions.length).toBeGreaterThan(4);
    expect(new Set(regions.map((row) => row['Region__r.Code__c']))).toEqual(new Set(['QIN-NE']));
  });

  it('cannot be raised by a security officer, and not given where the role does not belong', async () => {
    const officer = await demo.as('so.northeast');
    const [row] = await officer.query(
      "SELECT Id FROM Workspace_Assignment__c WHERE Program_Role__c = 'Associate/Advisor'",
    );
    expect(
      (await officer.update('Workspace_Assignment__c', text(row?.Id), { Program_Role__c: 'Manager' })).success,
    ).toBe(false);
    const admin = await demo.as('admin');
    const outcome = await admin.update('Workspace_Assignment__c', text(row?.Id), { Program_Role__c: 'COR' });
    expect(messages(outcome)).toEqual(['That role is not available in this workspace.']);
  });
});
