import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import {
  axeViolations,
  faultsOnScreens,
  giveCredentials,
  leave,
  openBrowser,
  signIn,
  watchFaults,
} from '../support/browser.ts';

/*
 * The pages as people use them: a real browser, the real server, the shipped packages and their demo records.
 * The tests share one org; each works on records of its own or only looks.
 */
let app: App;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser()]);
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
});

const ADVISOR = 'advisor.northeast';

async function open(person: string, path?: string, width = 1280): Promise<Page> {
  return signIn(browser, { address: app.address, person, width, ...(path === undefined ? {} : { path }) });
}

describe('signing in', () => {
  test('leads back to the page that somebody came for', { timeout: 60_000 }, async () => {
    const page = await browser.newPage({ baseURL: app.address });
    await page.goto('/o/Account/list?filterName=All_Providers');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await giveCredentials(page, ADVISOR);
    await page.getByRole('heading', { level: 1, name: 'All providers' }).waitFor();
    expect(page.url()).toContain('/o/Account/list?filterName=All_Providers');

    await page.getByRole('button', { name: 'Samuel Keane' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });

  test('shows only the tabs that the person may see, and no studio to who is no admin', {
    timeout: 60_000,
  }, async () => {
    const page = await open(ADVISOR);
    expect(await page.getByRole('link', { name: 'Studio' }).count()).toBe(0);
    const admin = await open('admin');
    expect(await admin.getByRole('link', { name: 'Studio' }).count()).toBe(1);
    const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(scripts.filter((name) => /studio/i.test(name))).toEqual([]);
    await leave(page, admin);
  });
});

describe('a list', () => {
  test('is sorted, searched and paged, each kept in its address', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR, '/o/Account/list?filterName=All_Providers');
    const names = page.getByRole('rowheader');
    const rows = page.locator('tbody').getByRole('row');
    const heading = page.getByRole('columnheader', { name: 'Account name' });
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    const first = await names.first().innerText();

    await page.getByRole('button', { name: 'Account name' }).click();
    await page.waitForURL(/sort=Name&direction=desc/);
    await expect.poll(() => heading.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(() => names.first().innerText()).not.toBe(first);

    await page.getByRole('link', { name: 'Next page' }).click();
    await page.waitForURL(/page=2/);
    await page.getByText(/^51–/).waitFor();

    await page.getByRole('searchbox').fill('nursing');
    await page.waitForURL(/search=nursing/);
    expect(page.url()).not.toContain('page=2');
    await expect.poll(async () => (await rows.allInnerTexts()).every((row) => /nursing/i.test(row))).toBe(true);

    await page.getByRole('searchbox').fill('nothing is called so');
    await page.getByText('Nothing matches “nothing is called so”').waitFor();
    await page.getByRole('link', { name: 'Show the whole list' }).click();
    await expect.poll(() => names.count()).toBe(50);
    await leave(page);
  });

  test('changes to another view from the menu behind its name', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR, '/o/Account/list?filterName=All_Providers');
    await page.getByRole('button', { name: 'Choose another view' }).click();
    await page.getByRole('link', { name: 'Hospitals', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Hospitals' }).waitFor();
    expect(page.url()).toContain('filterName=Hospitals');
    await leave(page);
  });

  test('is exported with what it shows', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR, '/o/Account/list?filterName=All_Providers');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/All providers\.csv$/);
    await page
      .getByRole('status')
      .getByText(/^Exported \d+ rows$/)
      .waitFor();
    await leave(page);
  });

  test('costs one request', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR);
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('navigation').getByRole('link', { name: 'Providers' }).click();
    await page.getByRole('heading', { level: 1, name: 'All providers' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked.filter((url) => url.includes('/services/'))).toHaveLength(1);
    await leave(page);
  });
});

describe('a record', () => {
  test('shows what it is, how far it has come and what belongs to it', { timeout: 60_000 }, async () => {
    const page = await open('superuser', '/o/FQS_Request__c/list?filterName=All_Requests');
    await page.getByRole('link', { name: 'FQR-00003' }).click();
    await page.getByRole('heading', { level: 1, name: 'FQR-00003' }).waitFor();
    expect(await page.title()).toContain('FQR-00003');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    const path = page.getByRole('navigation', { name: 'Status' });
    expect(await path.locator('[aria-current="step"]').innerText()).toContain('Approved');
    expect(await path.getByText('(done)').count()).toBe(5);
    await page.getByRole('heading', { level: 2, name: 'Providers' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await leave(page);
  });

  test('that ended elsewhere says so after the steps', { timeout: 60_000 }, async () => {
    const page = await open('superuser', '/o/FQS_Request__c/list?filterName=All_Requests');
    await page.getByRole('link', { name: 'FQR-00024' }).click();
    const current = page.getByRole('navigation', { name: 'Status' }).locator('[aria-current="step"]');
    expect(await current.innerText()).toContain('Rejected');
    await leave(page);
  });

  test('that is not there, or not the person’s to see, leads back', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR, '/r/Account/001000000000ZZZAAA/view');
    await page.getByRole('heading', { name: 'This page is not available' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to Home' }).click();
    await page.waitForURL('**/home');
    await leave(page);
  });
});

/** Creates a draft request of the advisor and ends on its page. */
async function createRequest(page: Page, title: string): Promise<void> {
  await page.goto('/o/FQS_Request__c/new');
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL('**/view');
  await page.getByRole('heading', { level: 1, name: /^FQR-/ }).waitFor();
}

describe('a form', () => {
  test('tells all problems at their fields and in a summary that takes the focus', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR, '/o/FQS_Request__c/new');
    const faults = watchFaults(page);
    await page.getByLabel('On behalf of').fill('x'.repeat(300));
    await page.getByRole('button', { name: 'Save' }).click();
    const summary = page.locator('.fw-errors');
    await expect.poll(() => summary.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await summary.getByRole('link').allInnerTexts()).toEqual([
      'Title is required.',
      expect.stringMatching(/^On behalf of: .*too large/),
    ]);
    expect(await axeViolations(page)).toEqual([]);

    await summary.getByRole('link', { name: 'Title is required.' }).click();
    const title = page.getByLabel('Title', { exact: true });
    expect(await title.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await title.getAttribute('aria-invalid')).toBe('true');
    await title.fill('Called by a family');
    await expect.poll(() => summary.getByRole('link').count()).toBe(1);
    expect(await page.getByLabel('On behalf of').inputValue()).toHaveLength(300);
    await page.getByLabel('On behalf of').fill('A family');
    await page.keyboard.press('Control+s');
    await page.getByRole('status').getByText('FQS request created').waitFor();
    expect(faults).toEqual([]);
    await leave(page);
  });

  test('asks before changes are lost, and names them', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR, '/o/FQS_Request__c/new');
    await page.getByLabel('Title', { exact: true }).fill('Half a thought');
    await page.getByRole('link', { name: 'Home' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    expect(await dialog.innerText()).toContain('Title');
    await dialog.getByRole('button', { name: 'Go on editing' }).click();
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Half a thought');
    await page.getByRole('link', { name: 'Home' }).click();
    await dialog.getByRole('button', { name: 'Leave and lose the changes' }).click();
    await page.waitForURL('**/home');
    await leave(page);
  });

  test('keeps what was typed when the session ends, and saves after signing in again', {
    timeout: 60_000,
  }, async () => {
    const page = await open(ADVISOR, '/o/FQS_Request__c/new');
    await page.getByLabel('Title', { exact: true }).fill('Typed before the end');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'You were signed out' }).waitFor();
    const [second] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in again in a new tab' }).click(),
    ]);
    await giveCredentials(second, ADVISOR);
    await second.getByRole('heading', { name: 'You are signed in' }).waitFor();
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Typed before the end');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('FQS request created').waitFor();
    await leave(page, second);
  });

  test('keeps what was typed when the browser is signed in to another org by now, and leads back to this one', {
    timeout: 60_000,
  }, async () => {
    const page = await open(ADVISOR, '/o/FQS_Request__c/new');
    await page.getByLabel('Title', { exact: true }).fill('Typed for this org');
    await page.route('**/sobjects/**', async (route) => {
      const headers = route.request().headers();
      expect(headers['x-formwork-org']).toMatch(/^00D\w{15}$/);
      await route.continue({ headers: { ...headers, 'x-formwork-org': '00D000000000000AAA' } });
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'You are signed in to another org now' }).waitFor();
    await page.getByText(`It belongs to the org ${app.org}.`).waitFor();
    const link = page.getByRole('link', { name: `Sign in to ${app.org} in a new tab` });
    expect(await link.getAttribute('href')).toContain(`org=${app.org}`);
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Typed for this org');
    await page.unroute('**/sobjects/**');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('FQS request created').waitFor();
    await leave(page);
  });

  test('shows both versions when somebody saved meanwhile', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR);
    await createRequest(page, 'As it was');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Title', { exact: true }).fill('As I want it');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByLabel('Title', { exact: true }).fill('As they want it');
    await other.getByLabel('On behalf of').fill('The mayor');
    await other.getByRole('button', { name: 'Save' }).click();
    await other.waitForURL('**/view');

    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody saved this record while you were editing' });
    await dialog.getByLabel('Yours: As I want it').waitFor();
    await dialog.getByLabel('Theirs: As they want it').waitFor();
    expect(await dialog.innerText()).toContain('Their changes to On behalf of stay.');
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save with these choices' }).click();
    await page.waitForURL('**/view');
    await page.getByText('As I want it').first().waitFor();
    await page.getByText('The mayor').waitFor();
    await leave(page, other);
  });

  test('finds a provider by typing, with the keyboard alone', { timeout: 60_000 }, async () => {
    const page = await open(ADVISOR);
    await createRequest(page, 'With a provider');
    await page.getByRole('link', { name: /^New Request provider/i }).click();
    const lookup = page.getByRole('combobox', { name: 'Provider' });
    await lookup.focus();
    await page.keyboard.type('harbor pines');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await lookup.getAttribute('aria-activedescendant')).toBeTruthy();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await lookup.inputValue()).toMatch(/Harbor Pines/);
    await lookup.fill('no such place');
    await page.getByText('Nothing found.').waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: /choose a record from the list for “no such place”/ }).waitFor();
    await lookup.fill('Harbor Pines');
    await page.getByRole('option', { name: /Harbor Pines/ }).click();
    await page.keyboard.press('Control+s');
    await page.waitForURL('**/view');
    await page
      .getByRole('link', { name: /Harbor Pines/ })
      .first()
      .waitFor();
    await leave(page);
  });
});

describe('an action', () => {
  test('that misses something leads to the form, and moves the path once it is there', {
    timeout: 60_000,
  }, async () => {
    const page = await open(ADVISOR);
    await createRequest(page, 'To be submitted');
    await page.getByRole('button', { name: 'Submit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Tell us the source and the need.').waitFor();
    await dialog.getByRole('button', { name: 'Edit FQS request' }).click();
    await page.waitForURL('**/edit');
    const summary = page.locator('.fw-errors');
    await summary.getByRole('link', { name: /^Source:/ }).click();
    const source = page.getByLabel('Source');
    expect(await source.evaluate((input) => input === document.activeElement)).toBe(true);
    await source.selectOption({ index: 1 });
    await page.getByLabel('Description of need').fill('Falls doubled within a quarter.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/view');
    await leave(page);
  });

  test('asks for its inputs in a dialog and explains what is missing there', { timeout: 60_000 }, async () => {
    const page = await open('intake.reviewer', '/o/FQS_Request__c/list?filterName=All_Requests');
    await page.getByRole('link', { name: 'FQR-00017' }).click();
    await page.getByRole('button', { name: 'Start review' }).click();
    await page
      .getByRole('status')
      .getByText(/is now In Review/)
      .waitFor();
    await page.getByRole('button', { name: 'Reject' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reject' });
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.getByRole('link', { name: /Enter a reason\./ }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('textbox').fill('Handled by the manufacturer.');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await page
      .getByRole('status')
      .getByText(/is now Rejected/)
      .waitFor();
    const current = page.getByRole('navigation', { name: 'Status' }).locator('[aria-current="step"]');
    await expect.poll(() => current.innerText()).toContain('Rejected');
    await leave(page);
  });

  test('of deleting names what is lost, and Escape keeps it', { timeout: 60_000 }, async () => {
    const page = await open('admin', '/o/FQS_Request__c/list?filterName=All_Requests');
    await page.getByRole('link', { name: 'FQR-00014' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete FQR-00014?' });
    expect(await dialog.innerText()).toMatch(/\d+ in Providers/);
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete FQS request' }).click();
    await page.getByRole('status').getByText('Deleted FQS request FQR-00014').waitFor();
    await page.getByRole('heading', { level: 1, name: 'All requests' }).waitFor();
    expect(await page.getByRole('link', { name: 'FQR-00014' }).count()).toBe(0);
    await leave(page);
  });
});

test('what an admin publishes shows on an open page at its next navigation', { timeout: 60_000 }, async () => {
  const page = await open(ADVISOR, '/o/FQS_Request__c/list?filterName=All_Requests');
  await page.getByRole('columnheader', { name: 'Tier' }).waitFor();
  const admin = await open('admin');
  const status = await admin.evaluate(async () => {
    const root = '/services/data/v67.0/formwork';
    const session = await (await fetch(`${root}/session`)).json();
    const response = await fetch(`${root}/studio/publish`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-formwork': '1', 'x-formwork-org': session.org.id },
      body: JSON.stringify({
        expectedVersion: session.modelVersion,
        edits: [
          { op: 'set', element: 'field:FQS_Request__c.Tier__c', properties: { label: 'Urgency tier' } },
          { op: 'set', element: 'app:CQP_FQS', properties: { label: 'FQS desk' } },
        ],
      }),
    });
    return response.json();
  });
  expect(status).toMatchObject({ status: 'succeeded' });
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
  await page.getByRole('link', { name: 'Providers' }).click();
  await page.getByRole('heading', { level: 1, name: 'All providers' }).waitFor();
  await page.getByRole('link', { name: 'FQS requests' }).first().click();
  await page.getByRole('columnheader', { name: 'Urgency tier' }).waitFor();
  await page.getByText('FQS desk').first().waitFor();
  expect(await page.locator('html[data-same-document]').count()).toBe(1);
  await leave(page, admin);
});

test('a record is found, edited and saved with the keyboard alone', { timeout: 90_000 }, async () => {
  const page = await open(ADVISOR);
  await createRequest(page, 'By keyboard');
  await page.goto('/o/FQS_Request__c/list?filterName=All_Requests');
  await page.getByRole('heading', { level: 1, name: 'All requests' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the page');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Choose another view');
  await page.keyboard.press('Tab');
  await page.keyboard.type('By keyboard');
  await page.waitForURL(/search=By\+keyboard/);
  await expect.poll(() => page.getByRole('rowheader').count()).toBe(1);
  await tabTo(page, /^FQR-/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/view');
  await page.getByRole('heading', { level: 1, name: /^FQR-/ }).waitFor();
  await tabTo(page, 'Edit');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/edit');
  await page.getByLabel('Title', { exact: true }).waitFor();
  await tabTo(page, 'Title');
  await page.keyboard.press('End');
  await page.keyboard.type(', at night');
  await page.keyboard.press('Control+s');
  await page.waitForURL('**/view');
  await page.getByText('By keyboard, at night').first().waitFor();
  await leave(page);
});

test('no page has an axe violation, a fault, or more width than the screen', { timeout: 180_000 }, async () => {
  const page = await open('superuser', '/o/FQS_Request__c/list?filterName=All_Requests');
  const faults = watchFaults(page);
  const request = await page.getByRole('link', { name: 'FQR-00003' }).getAttribute('href');
  const pages = [
    '/home',
    '/o/Account/list?filterName=All_Providers',
    '/o/Account/list?filterName=All_Providers&search=nobody+at+all',
    '/o/FQS_Request__c/list?filterName=All_Requests',
    `${request}`,
    `${request?.replace(/view$/, 'edit')}`,
    '/o/Account/new',
    '/no/such/page',
  ];
  for (const [turn, address] of pages.entries()) {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    expect([address, await faultsOnScreens(page, turn)]).toEqual([address, []]);
  }
  expect(faults).toEqual([]);
  await leave(page);
});

/** What has the focus, as people would call it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
    return label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });
}

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const now = await focused(page);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Sixty presses of Tab did not reach ${name}.`);
}
