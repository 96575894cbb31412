import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deploy } from '../../platform/deploy/deploy.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { type App, startApp } from '../support/app.ts';
import { axeViolations, leave, openBrowser, signIn, watchFaults } from '../support/browser.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { ENGINE_HOOKS } from '../support/org.ts';

/* An admin meets a new version of a package that changed what was changed here as well. */
let app: App;
let browser: Browser;
let engine: Engine;
let folder: string;
beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser()]);
  engine = await openEngine({ databaseUrl: testDatabaseUrl(), org: app.org, maxConnections: 2 });
  folder = await mkdtemp(join(tmpdir(), 'formwork-upgrade-'));
  await cp(resolve(import.meta.dirname, '../../metadata'), folder, { recursive: true });
  await publish(
    { op: 'set', element: 'field:FQS_Request__c.Tier__c', properties: { label: 'Urgency', help: 'How soon' } },
    { op: 'set', element: 'field:FQS_Request__c.Tier__c/values:Tier 3 Low', properties: { label: 'Can wait' } },
    { op: 'remove', element: 'listView:FQS_Request__c.New_Requests' },
  );
  await rewrite('fields/Tier__c.json', (text) =>
    text.replace('"label": "Tier"', '"label": "Priority"').replace('Tier 3 Low (on site', 'Tier 3 Low (visit'),
  );
  await rewrite('listViews/New_Requests.json', (text) =>
    text.replace(/"label": "[^"]+"/, '"label": "Requests to be looked at"'),
  );
  const result = await engine.deployPackages([folder], { by: 'ci@example.org', note: 'Release of December' });
  expect(result.plan.conflicts).toHaveLength(3);
}, 600_000);
afterAll(async () => {
  await engine?.close();
  await browser?.close();
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

async function publish(...edits: readonly Edit[]) {
  const who = { by: 'admin@cqp.example', note: 'Words that people here use' };
  const request = { kind: 'publish', edits, expectedVersion: engine.live().version, ...who } as const;
  const { plan } = await deploy(engine.store, { ...request, checkOnly: true }, ENGINE_HOOKS);
  const confirm = plan.confirmation ? { confirm: plan.confirmation } : {};
  const result = await engine.deploy({ ...request, ...confirm });
  expect(result).toMatchObject({ status: 'succeeded' });
}

async function rewrite(file: string, change: (text: string) => string) {
  const path = join(folder, 'cqp-fqs/objects/FQS_Request__c', file);
  await writeFile(path, change(await readFile(path, 'utf8')));
}

const open = (path: string, width = 1440): Promise<Page> =>
  signIn(browser, { address: app.address, person: 'admin', path, width });

test('the studio says so at its start, and each conflict is decided on a page of its own', {
  timeout: 120_000,
}, async () => {
  const page = await open('/studio');
  const faults = watchFaults(page);
  await page.getByRole('link', { name: 'Decide' }).click();
  await page
    .getByRole('heading', { level: 1, name: 'New versions wait' })
    .or(page.getByRole('heading', { level: 1, name: 'A new version waits' }))
    .waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const bring = page.getByRole('button', { name: 'Bring them in as decided' });
  expect(await bring.isDisabled()).toBe(true);
  await page
    .getByRole('group', { name: /Label$/ })
    .first()
    .getByRole('radio', { name: /^Keep ours/ })
    .check();
  await page.getByText('1 of 3 conflicts decided').waitFor();

  await page.reload();
  await page.getByText('1 of 3 conflicts decided').waitFor();
  await page.getByRole('button', { name: 'Take all of the packages’' }).click();
  await page
    .getByRole('group', { name: /Tier 3|Can wait/ })
    .getByRole('radio', { name: /^Keep ours.*Can wait/ })
    .check();
  await page.getByText('3 of 3 conflicts decided').waitFor();
  await page.getByLabel('Why so?').fill('Priority is the word of the contract');
  await bring.click();
  await page.getByRole('heading', { level: 1, name: /^Version \d+$/ }).waitFor();
  await page.getByRole('heading', { name: 'How conflicts were decided' }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const field = engine.live().model.objects.get('FQS_Request__c')?.fields.get('Tier__c');
  await expect
    .poll(() => engine.live().model.objects.get('FQS_Request__c')?.fields.get('Tier__c')?.label)
    .toBe('Priority');
  expect(field?.values?.find(({ value }) => value === 'Tier 3 Low')?.label).toBe('Can wait');
  expect(faults).toEqual([]);
  await leave(page);
});

test('on a phone nothing waits looks as it should', { timeout: 60_000 }, async () => {
  const page = await open('/studio/upgrade', 390);
  await page.getByText('Nothing waits.').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await leave(page);
});
