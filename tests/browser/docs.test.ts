import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { axeViolations, faultsOnScreens, openBrowser, signIn, watchFaults } from '../support/browser.ts';

/* The reference as people read it: served by the real server under its own content security policy. */
let app: App;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser()]);
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function open(path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: app.address });
  const page = await context.newPage();
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const LONG = { timeout: 120_000 };
const PAGES = ['', 'kinds/field.html', 'kinds/sharing-rule.html', 'conditions.html', 'problems.html', 'cli.html'];

describe('the reference', () => {
  test('reads without faults on wide and narrow screens', LONG, async () => {
    const page = await open('/docs/');
    const faults = watchFaults(page);
    for (const [turn, path] of PAGES.entries()) {
      await page.goto(`/docs/${path}`);
      expect(await faultsOnScreens(page, turn), path).toEqual([]);
    }
    expect(faults).toEqual([]);
  });

  test('is found, searched and read with the keyboard alone', LONG, async () => {
    const page = await open('/docs/');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page');
    await page.keyboard.press('/');
    await page.keyboard.type('childrel');
    await page.getByText('places.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/docs/kinds/field.html#childRelationship');
    await page.getByRole('navigation', { name: 'Reference' }).getByRole('link', { name: 'Problem codes' }).click();
    await page.getByRole('heading', { level: 1, name: 'Problem codes' }).waitFor();
  });

  test('is one step from every editor of the studio', LONG, async () => {
    const page = await signIn(browser, {
      address: app.address,
      person: 'admin',
      path: '/studio/field/FQS_Request__c.Status__c',
    });
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Reference of fields (new tab)' }).click();
    const reference = await opened;
    await reference.getByRole('heading', { level: 1, name: 'Field' }).waitFor();
    expect(new URL(reference.url()).pathname).toBe('/docs/kinds/field.html');
    expect(await axeViolations(page)).toEqual([]);
  });
});
