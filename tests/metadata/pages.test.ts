import { afterAll, beforeAll, expect, it } from 'vitest';
import { listPage } from '../../runtime/http/pages/list.ts';
import { newRecordPage, recordPage } from '../../runtime/http/pages/record.ts';
import { visibleViews } from '../../runtime/http/pages/views.ts';
import { type DemoOrg, demoOrg } from './demo-org.ts';

let demo: DemoOrg;
beforeAll(async () => {
  demo = await demoOrg();
});
afterAll(() => demo?.close());

it('every tab, list view and record page of every demo person answers', async () => {
  const admin = await demo.as('admin');
  const people = await admin.query("SELECT Username FROM User WHERE Username LIKE '%@cqp.example'");
  const seen = new Set<string>();
  let [lists, records] = [0, 0];
  for (const { Username } of people) {
    const person = await demo.as(String(Username).split('@')[0] ?? '');
    const context = person.context();
    const { permissions, permissionSets } = person.principal;
    if (seen.has(permissionSets.join())) continue;
    seen.add(permissionSets.join());
    expect(permissions.apps.size, `apps of ${Username}`).toBeGreaterThan(0);
    for (const [name, access] of permissions.objects) {
      const object = demo.org.live.model.objects.get(name);
      if (!object) throw new Error(name);
      if (object.isSystem || object.page === undefined) continue;
      for (const view of visibleViews(context, object)) {
        const page = await listPage(context, { object: name, view: view.name, page: 1, pageSize: 5 });
        expect(page.columns.length, `${Username} ${name} ${view.name}`).toBeGreaterThan(0);
        lists++;
      }
      const [row] = await person.query(`SELECT Id FROM ${name} LIMIT 1`);
      if (row) {
        const page = await recordPage(context, name, String(row.Id));
        expect(page.page.sections.length, `${Username} ${name}`).toBeGreaterThan(0);
        records++;
      }
      if (access.create) expect((await newRecordPage(context, name, {})).canEdit).toBe(true);
    }
  }
  expect(lists).toBeGreaterThan(500);
  expect(records).toBeGreaterThan(200);
}, 60_000);

it('offers on a record what its state and the person allow', async () => {
  const offered = async (name: string, status: string) => {
    const person = await demo.as(name);
    const [row] = await person.query(`SELECT Id FROM FQS_Request__c WHERE Status__c = '${status}' LIMIT 1`);
    const page = await recordPage(person.context(), 'FQS_Request__c', String(row?.Id));
    return page.actions.map(({ label }) => label);
  };
  expect(await offered('advisor.northeast', 'Draft')).toEqual(['Submit']);
  expect(await offered('advisor.northeast', 'New')).toEqual(['Withdraw']);
  expect(await offered('intake.reviewer', 'New')).toEqual(['Start review']);
  expect(await offered('intake.reviewer', 'In Review')).toEqual([
    'Send to SME',
    'Send to Non-FQS Support',
    'Forward as AIM',
    'Mark ineligible',
    'Reject',
  ]);
  expect(await offered('sme', 'SME Review')).toEqual([
    'Approve',
    'Forward as AIM',
    'Mark ineligible',
    'Return to intake',
  ]);
  expect(await offered('cor.northeast', 'Pending FQS Referral Approval')).toEqual([
    'Approve',
    'Forward as AIM',
    'Reject',
    'Place on hold',
  ]);
  expect(await offered('cor.midwest', 'On Hold')).toEqual(['Resume']);
});
