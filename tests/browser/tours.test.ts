import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { axeViolations, giveCredentials, openBrowser, watchFaults } from '../support/browser.ts';
import { testDatabaseUrl } from '../support/database.ts';

/*
 * The five-minute tours of README.md, step by step as they stand there. Every page that they come to is looked at by
 * axe, on a large screen and on a telephone. The tours share an org and follow each other, as a newcomer would do.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const SCREENS = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
] as const;

let app: App;
let browser: Browser;
let desk: string;
beforeAll(async () => {
  desk = await mkdtemp(join(tmpdir(), 'formwork-tour-'));
  [app, browser] = await Promise.all([startApp(), openBrowser()]);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await rm(desk, { recursive: true, force: true });
});

test('the tour for an end user', { timeout: 180_000 }, async () => {
  // 1. Sign in.
  const page = await openAddress();
  const faults = watchFaults(page);
  await inspect(page);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Sign in to the demo' }).waitFor();
  await inspect(page);
  await giveCredentials(page, 'intake.reviewer');
  await page.getByRole('heading', { level: 1, name: 'Welcome, Daniel' }).waitFor();
  await inspect(page);

  // 2. Apps opens FQS; its tab lists the requests; another view, another order, a search.
  await openApp(page, 'FQS');
  await tab(page, 'FQS requests').click();
  await page.getByRole('heading', { level: 1, name: 'All requests' }).waitFor();
  await inspect(page);
  await page.getByRole('button', { name: 'Title', exact: true }).click();
  await page.waitForURL(/sort=Title__c/);
  await page.getByRole('searchbox').fill('Saline');
  await expect.poll(() => page.getByRole('rowheader').count()).toBe(1);

  // 3. The first of the new requests: start its review.
  await changeView(page, 'New requests');
  await page.getByRole('rowheader').first().getByRole('link').click();
  const path = page.getByRole('navigation', { name: 'Status' }).locator('[aria-current="step"]');
  await expect.poll(() => path.innerText()).toContain('New');
  await inspect(page);
  await page.getByRole('button', { name: 'Start review' }).click();
  await expect.poll(() => path.innerText()).toContain('In Review');
  expect(await page.getByRole('button', { name: 'Start review' }).count()).toBe(0);

  // 4. Reject: first without a reason, then with one.
  await page.getByRole('button', { name: 'Reject' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reject' });
  await dialog.getByRole('button', { name: 'Reject' }).click();
  const reason = dialog.getByRole('textbox');
  await expect.poll(() => reason.getAttribute('aria-invalid')).toBe('true');
  await inspect(page);
  await reason.fill('Handled by the regional office.');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await expect.poll(() => path.innerText()).toContain('Rejected');

  // 5. As an advisor of the Northeast: a provider of Maine can be edited, one of Iowa cannot.
  await page.getByRole('button', { name: 'Daniel Okafor' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await giveCredentials(page, 'advisor.northeast');
  await openApp(page, 'Directory');
  await tab(page, 'Providers').click();
  await findProvider(page, 'Maine');
  await inspect(page);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Description', exact: true }).fill('Has asked for help with falls.');
  await inspect(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Has asked for help with falls.').waitFor();
  await tab(page, 'Providers').click();
  await findProvider(page, 'Iowa');
  expect(await page.getByRole('link', { name: 'Edit', exact: true }).count()).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('the tour for an admin', { timeout: 240_000 }, async () => {
  const reviewer = await signedIn('intake.reviewer');
  await tab(reviewer, 'FQS requests').click();
  await changeView(reviewer, 'New requests');
  await reviewer.getByRole('rowheader').first().waitFor();

  // 1. The studio.
  const page = await signedIn('admin');
  const faults = watchFaults(page);
  await page.getByRole('link', { name: 'Studio' }).click();
  await page.getByRole('heading', { level: 1, name: 'Studio' }).waitFor();
  await inspect(page);

  // 2. A new field, with its place and its access.
  const structure = page.getByRole('navigation', { name: 'Structure' });
  await structure.getByRole('link', { name: 'FQS request', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'FQS request' }).waitFor();
  await inspect(page);
  await page.getByRole('link', { name: 'New field' }).click();
  await page.getByRole('radio', { name: /^Text / }).check();
  await page.getByLabel('Label', { exact: true }).fill('Urgency note');
  await page.getByLabel('Show it on the record page').selectOption('In Need');
  await page.getByRole('checkbox', { name: 'CMS intake reviewer: read' }).check();
  await page.getByRole('checkbox', { name: 'CMS intake reviewer: edit' }).check();
  await inspect(page);
  await page.getByRole('button', { name: 'Add field' }).click();
  await page.getByRole('heading', { level: 1, name: 'Urgency note' }).waitFor();
  await inspect(page);

  // 3. The page: a section moves by dragging, and by the keyboard.
  await structure.getByRole('link', { name: 'FQS request page' }).click();
  await page.getByRole('heading', { level: 1, name: 'FQS request page' }).waitFor();
  await inspect(page);
  expect(await sections(page)).toEqual(expect.arrayContaining(['Need', 'What is the problem', 'Checks']));
  const before = await sections(page);
  await drag(page, handle(page, 'Checks'), handle(page, 'What is the problem'));
  await expect.poll(() => sections(page)).not.toEqual(before);
  const dragged = await sections(page);
  expect(dragged.indexOf('Checks')).toBe(before.indexOf('Checks') - 1);
  await handle(page, 'Checks').focus();
  for (const key of ['Space', 'ArrowUp', 'Space']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300); // dnd-kit measures between two keys
  }
  await expect.poll(async () => (await sections(page)).indexOf('Checks')).toBe(before.indexOf('Checks') - 2);

  // 4. Review and publish.
  await page.getByRole('button', { name: 'Review and publish' }).click();
  await page.getByText('Ready to publish').waitFor();
  await page.getByText('Urgency note').first().waitFor();
  await inspect(page);
  await page.getByRole('button', { name: /^Publish \d+ changes?$/ }).click();
  await page
    .getByText(/Version 2 is live/)
    .first()
    .waitFor();
  await inspect(page);

  // 5. The reviewer's page shows it at its next navigation, in the same document; the history rolls it back.
  await reviewer.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
  await reviewer.getByRole('rowheader').first().getByRole('link').click();
  const note = reviewer.getByRole('term').filter({ hasText: 'Urgency note' });
  await note.waitFor();
  expect(await reviewer.locator('html[data-same-document]').count()).toBe(1);
  const headings = await reviewer.getByRole('heading', { level: 2 }).allInnerTexts();
  expect(headings[0]).toBe('Checks');
  await inspect(reviewer);

  await page.getByRole('link', { name: 'History', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
  await inspect(page);
  await page.getByRole('main').getByRole('link', { name: /2/ }).first().click();
  await page.getByRole('button', { name: 'Roll back' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Urgency note').first().waitFor();
  await inspect(page);
  expect(await dialog.getByRole('button', { name: 'Roll back' }).isDisabled()).toBe(true);
  await dialog.getByRole('checkbox', { name: /^Remove field Urgency note/ }).check();
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await page
    .getByText(/Version 3 is live/)
    .first()
    .waitFor();
  await tab(reviewer, 'FQS requests').click();
  await changeView(reviewer, 'New requests');
  await reviewer.getByRole('rowheader').first().getByRole('link').click();
  await reviewer.getByRole('term').first().waitFor();
  expect(await note.count()).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
  await reviewer.context().close();
});

test('the tour for a developer', { timeout: 240_000 }, async () => {
  const page = await signedIn('intake.reviewer');
  await tab(page, 'FQS requests').click();
  await page.getByRole('columnheader', { name: 'Tier', exact: true }).waitFor();
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));

  // 1. A label changes in a file, of a copy; check, diff, deploy.
  await cp(join(ROOT, 'metadata'), join(desk, 'metadata'), { recursive: true });
  const file = join(desk, 'metadata/cqp-fqs/objects/FQS_Request__c/fields/Tier__c.json');
  const field = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, `${JSON.stringify({ ...field, label: 'Urgency' }, null, 2)}\n`);
  expect(await formwork('check', 'metadata')).toBe('No problems.\n');
  const change = `~ field:FQS_Request__c.Tier__c  label: "${field.label}" → "Urgency"`;
  expect(await formwork('diff', 'metadata')).toContain(`Elements (1)\n  ${change}\n`);
  expect(await formwork('deploy', 'metadata', '--check-only')).toContain('Nothing was changed.');
  expect(await formwork('deploy', 'metadata')).toMatch(/Deployed: version \d+, deploy \S+\.\n$/);

  // 2. The open page shows it at its next navigation.
  await tab(page, 'QI initiatives').click();
  await page.getByRole('heading', { level: 1, name: 'Active initiatives' }).waitFor();
  await inspect(page);
  await tab(page, 'FQS requests').click();
  await page.getByRole('columnheader', { name: 'Urgency', exact: true }).waitFor();
  expect(await page.locator('html[data-same-document]').count()).toBe(1);

  // 3. A file of hospitals, twice.
  const row = ['200009', 'MAINE MEDICAL CENTER', '22 BRAMHALL ST', 'PORTLAND', 'ME', '4102', 'CUMBERLAND'];
  await writeFile(
    join(desk, 'Hospital_General_Information.csv'),
    [
      'Facility ID,Facility Name,Address,City/Town,State,ZIP Code,County/Parish,Hospital Type,Hospital Ownership,Emergency Services,Hospital overall rating',
      [...row, 'Acute Care Hospitals', 'Voluntary non-profit - Private', 'Yes', '4'].join(','),
      '',
    ].join('\n'),
  );
  const load = ['data', 'import', 'Hospital_General_Information.csv', '--object', 'Account'];
  const map = ['--map', 'metadata/cqp-directory/imports/hospitals_2026.json'];
  expect(await formwork(...load, ...map)).toContain('1 row: 1 created, 0 updated, 0 unchanged, 0 rejected.');
  expect(await formwork(...load, ...map)).toContain('1 row: 0 created, 0 updated, 1 unchanged, 0 rejected.');

  // 4. The API.
  const token = await accessToken();
  const soql = "SELECT Id,Name,State__r.Name FROM Account WHERE CCN__c = '200009' LIMIT 3";
  const answer = await fetch(`${app.address}/services/data/v62.0/query?${new URLSearchParams({ q: soql })}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await answer.json()).toMatchObject({
    totalSize: 1,
    done: true,
    records: [{ Name: 'MAINE MEDICAL CENTER', State__r: { Name: 'Maine' } }],
  });

  // 5. The history, and the way back.
  const [latest] = (await formwork('deploys')).split('\n');
  expect(latest).toMatch(/^\S+ {2}version \d+ {2}packages {2}/);
  expect(await formwork('rollback', latest?.split(' ')[0] ?? '')).toContain('label: "Urgency" → "Tier"');
  await tab(page, 'QI initiatives').click();
  await page.getByRole('heading', { level: 1, name: 'Active initiatives' }).waitFor();
  await tab(page, 'FQS requests').click();
  await page.getByRole('columnheader', { name: 'Tier', exact: true }).waitFor();
  await page.context().close();
});

async function openAddress(): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.address, viewport: SCREENS[1] });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  return page;
}

async function signedIn(person: string): Promise<Page> {
  const page = await openAddress();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await giveCredentials(page, person);
  await page.getByRole('heading', { level: 1, name: /^Welcome/ }).waitFor();
  return page;
}

/** No axe violation, and nothing wider than the screen, on a telephone and on a large screen. */
async function inspect(page: Page): Promise<void> {
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    await page.waitForLoadState('networkidle');
    const where = `${page.url()} at ${screen.width}`;
    expect(await axeViolations(page), where).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, where).toBeLessThanOrEqual(0);
  }
}

async function openApp(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Apps' }).click();
  await page.getByRole('navigation', { name: 'Apps' }).getByRole('link', { name }).click();
  await page.getByRole('navigation', { name }).waitFor();
}

function tab(page: Page, name: string): Locator {
  return page.getByRole('banner').getByRole('link', { name, exact: true });
}

async function changeView(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose another view' }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Searches in the list and opens the first that is found. */
async function findProvider(page: Page, state: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'All providers' }).waitFor();
  await page.getByRole('searchbox').fill(state);
  const found = page.getByRole('row').filter({ has: page.getByRole('cell', { name: state, exact: true }) });
  await page.waitForURL(new RegExp(`search=${state}`));
  await found.first().getByRole('rowheader').getByRole('link').click();
  await page.waitForURL('**/view');
  await page.getByRole('term').first().waitFor();
}

function handle(page: Page, section: string): Locator {
  return page.getByRole('button', { name: `Drag section ${section}` });
}

/** The sections of the page in the editor, in their order. */
async function sections(page: Page): Promise<string[]> {
  const handles = await page.getByRole('button', { name: /^Drag section / }).all();
  const names = await Promise.all(handles.map((each) => each.getAttribute('aria-label')));
  return names.map((name) => (name ?? '').replace('Drag section ', ''));
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('What is dragged is not on the screen');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y, { steps: 12 });
  await page.mouse.up();
}

/** What the command says, run as a developer does: in a folder that holds `metadata`, on the running server's org. */
function formwork(...args: string[]): Promise<string> {
  const options = { cwd: desk, env: { ...process.env, DATABASE_URL: testDatabaseUrl(), FORMWORK_ORG: app.org } };
  return new Promise((done, failed) => {
    execFile(process.execPath, [join(ROOT, 'apps/cli/formwork.mjs'), ...args], options, (error, stdout, stderr) => {
      if (error) failed(new Error(`formwork ${args.join(' ')} ended with ${error.code}:\n${stdout}${stderr}`));
      else done(stdout);
    });
  });
}

async function accessToken(): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: 'formwork-cli',
    client_secret: 'formwork-demo',
    username: 'admin@cqp.example',
    password: 'formwork-demo',
  });
  const answer = await fetch(`${app.address}/services/oauth2/token`, { method: 'POST', body });
  const { access_token: token }: { access_token?: string } = await answer.json();
  return token ?? '';
}
