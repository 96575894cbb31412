import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { axeViolations, faultsOnScreens, leave, openBrowser, signIn, watchFaults } from '../support/browser.ts';

/*
 * The studio as an admin uses it: a real browser, the real server, the shipped packages. The tests share one org and
 * follow each other, as the versions of an org do.
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

const OBJECT = 'FQS_Request__c';
const PAGE = '/studio/page/FQS_Request_Record';
const LONG = { timeout: 120_000 };

function openStudio(path = '/studio', width = 1440): Promise<Page> {
  return signIn(browser, { address: app.address, person: 'admin', path, width });
}

/** Goes to another part of the studio as a link on the page does, with the draft as it is. */
async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({ key: to }, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: { key: to } }));
  }, path);
  await page.waitForURL(path);
  await page.waitForLoadState('networkidle');
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function publish(page: Page, note: string): Promise<void> {
  await page.keyboard.press('Control+s');
  await page.getByRole('heading', { level: 1, name: 'Review and publish' }).waitFor();
  await page.getByText('Ready to publish').waitFor();
  await page.getByLabel('What is this for?').fill(note);
  await page.getByRole('button', { name: /^Publish \d+ change/ }).click();
  await page.getByRole('heading', { level: 1, name: /^Version \d+ is live$/ }).waitFor();
}

const handles = (page: Page, list: string) =>
  page.getByRole('region', { name: list }).getByRole('button', { name: /^Drag / });
const labels = (page: Page, list: string) =>
  handles(page, list).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.replace('Drag ', '')));

test('opening the studio asks for the model once, before its code is there', LONG, async () => {
  const page = await signIn(browser, { address: app.address, person: 'admin' });
  const asked: string[] = [];
  const isAsked = page.waitForRequest('**/studio/model');
  page.on('request', (request) => {
    if (request.url().endsWith('/studio/model')) asked.push(request.url());
  });
  await page.route('**/assets/Studio-*.js', async (route) => {
    await isAsked;
    await route.continue();
  });
  await page.goto('/studio');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(asked).toHaveLength(1);
  await leave(page);
});

describe('a field', () => {
  test('is added with its values, its place on the page and who may see it, in one step', LONG, async () => {
    const page = await openStudio(`/studio/object/${OBJECT}`);
    const faults = watchFaults(page);
    await page.getByRole('link', { name: 'New field' }).click();
    await page.getByRole('heading', { level: 1, name: 'New field' }).waitFor();
    await page.getByRole('button', { name: 'Add field' }).waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: /^Picklist One value/ }).check();

    await page.getByRole('button', { name: 'Add field' }).click();
    const summary = page.getByRole('region', { name: 'There are 3 problems' });
    await expect.poll(() => summary.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await summary.getByRole('link', { name: /^Label/ }).click();
    await page.keyboard.type('Urgency level');
    expect(await page.getByRole('textbox', { name: 'API name' }).inputValue()).toBe('Urgency_Level__c');
    await page.getByRole('textbox', { name: 'Values' }).fill('Low\nMedium\nHigh');
    await page.getByLabel('Show it on the record page').selectOption({ label: 'In Need' });
    await page.getByRole('button', { name: 'Give each what it may do with the object' }).click();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add field' }).click();

    await page.getByRole('heading', { level: 1, name: 'Urgency level' }).waitFor();
    await page.getByText('1 change in your draft').waitFor();
    expect(await labels(page, 'Values')).toEqual(['Low', 'Medium', 'High']);
    expect(await axeViolations(page)).toEqual([]);

    await page.reload();
    await page.getByText('1 change in your draft').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('No changes').waitFor();
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('heading', { level: 1, name: 'Urgency level' }).waitFor();

    await publish(page, 'Triage asks for it');
    await page.getByText(/Add column .*urgency/i).waitFor();
    expect(faults).toEqual([]);
    await leave(page);
  });

  test('that something names cannot go before that is changed', LONG, async () => {
    const page = await openStudio(`/studio/validationRule/${OBJECT}.VR_04_1_Need`);
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('Field 3').selectOption('Urgency_Level__c');
    await page.getByText(/Urgency level is Low/).waitFor();

    await visit(page, `/studio/field/${OBJECT}.Urgency_Level__c`);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It cannot be removed while these name it.').waitFor();
    await dialog.getByRole('link', { name: /^Validation rule VR_04_1_Need/ }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Remove', exact: true }).isDisabled()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await leave(page);
  });
});

describe('picklist values', () => {
  test('are added, renamed, ordered by keyboard and deactivated', LONG, async () => {
    const page = await openStudio(`/studio/field/${OBJECT}.Urgency_Level__c`);
    await page.getByLabel('New value').fill('Critical');
    await page.keyboard.press('Enter');
    await expect.poll(() => labels(page, 'Values')).toEqual(['Low', 'Medium', 'High', 'Critical']);

    await page.getByLabel('Label of Medium').fill('Middling');
    await page.getByRole('button', { name: 'Drag Critical' }).focus();
    await page.keyboard.press('Space');
    await page.getByText(/^Picked up Critical, position 4 of 4/).waitFor({ state: 'attached' });
    for (const at of [3, 2, 1]) {
      await page.keyboard.press('ArrowUp');
      await page.getByText(new RegExp(`^Critical: position ${at} of 4`)).waitFor({ state: 'attached' });
    }
    await page.keyboard.press('Space');
    await expect.poll(() => labels(page, 'Values')).toEqual(['Critical', 'Low', 'Middling', 'High']);
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(focused).toBe('Drag Critical');

    await page.getByRole('button', { name: 'Move High up' }).click();
    await expect.poll(() => labels(page, 'Values')).toEqual(['Critical', 'Low', 'High', 'Middling']);
    await page.getByRole('checkbox', { name: 'Active: Low' }).uncheck();
    await page.getByRole('checkbox', { name: 'Chosen at first: Middling' }).check();
    await publish(page, 'What triage says');
    await leave(page);
  });

  test('that the package ships keep its words beneath, and go back to them', LONG, async () => {
    const page = await openStudio(`/studio/field/${OBJECT}.Tier__c`);
    const first = page.getByRole('textbox', { name: /^Label of Tier 1/ });
    const shipped = await first.inputValue();
    await first.fill('Right now');
    await page.getByText(/^Changed by admin@cqp.example/).waitFor();
    await page.getByRole('button', { name: 'Reset Label' }).click();
    await expect.poll(() => first.inputValue()).toBe(shipped);
    await leave(page);
  });
});

describe('a validation rule', () => {
  test('is edited as rows, read as a sentence, and refuses records once it is live', LONG, async () => {
    const page = await openStudio(`/studio/validationRule/${OBJECT}.VR_04_1_Need`);
    await page.getByText(/^A record is refused when/).waitFor();
    await page.getByRole('button', { name: 'Add a group' }).click();
    const group = page.getByRole('group', { name: 'Group in Error condition' });
    await group.getByLabel('Field 1').selectOption('Urgency_Level__c');
    await group.getByLabel('Operator 1').selectOption('is not blank');
    await group.getByRole('button', { name: 'Add a condition' }).click();
    await group.getByLabel('Field 2').selectOption('Title__c');
    await group.getByLabel('Operator 2').selectOption('is blank');
    await page.getByText(/\(Urgency level is not blank or Title is blank\)/).waitFor();
    await page.getByLabel('Error message').fill('Say what the need is before you say how urgent it is.');
    expect(await axeViolations(page)).toEqual([]);
    await publish(page, 'Urgent needs are said');
    await page.getByText('Say what the need is before you say how urgent it is.').waitFor();
    await leave(page);
  });
});

describe('a record page', () => {
  test('is rearranged by drag and by keyboard, and previewed', LONG, async () => {
    const page = await openStudio(PAGE);
    const section = (name: string) =>
      page.locator('section', { has: page.getByRole('heading', { name, exact: true }) });
    const fieldsOf = (name: string) =>
      section(name)
        .getByRole('listitem')
        .evaluateAll((all) => all.map((one) => one.querySelector('.st-part__name')?.firstChild?.textContent));
    expect((await fieldsOf('Need')).slice(0, 2)).toEqual(['Title', 'Source']);

    await page.getByRole('button', { name: 'Drag Source' }).last().focus();
    await page.keyboard.press('Space');
    await page.getByText(/^Picked up Source, position 2 of \d+ in section Need/).waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowUp');
    await page.getByText(/^Source: position 1 of \d+ in section Need/).waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await expect.poll(async () => (await fieldsOf('Need')).slice(0, 2)).toEqual(['Source', 'Title']);

    const from = await section('Need').getByRole('button', { name: 'Drag Title' }).boundingBox();
    const to = await section('What is the problem')
      .getByRole('button', { name: 'Drag Description of need' })
      .boundingBox();
    if (!from || !to) throw new Error('The parts to drag are not on the page.');
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 20, from.y + 30, { steps: 5 });
    await page.mouse.move(to.x + 40, to.y + 8, { steps: 10 });
    await page.getByText(/in section What is the problem/).waitFor({ state: 'attached' });
    await page.mouse.up();
    await expect.poll(() => fieldsOf('What is the problem')).toContain('Title');
    expect(await fieldsOf('Need')).not.toContain('Title');

    await section('What is the problem')
      .getByRole('button', { name: /^Title/ })
      .click();
    await page.getByLabel('Section', { exact: true }).selectOption({ label: 'Need' });
    await expect.poll(() => fieldsOf('Need')).toContain('Title');
    expect(await axeViolations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('region', { name: 'Preview' }).getByText('Urgency level').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await publish(page, 'Source first');
    await leave(page);
  });
});

describe('what a package put on a page', () => {
  test('is taken off, and put back from what was taken out', LONG, async () => {
    const page = await openStudio('/studio/page/FQS_Request_Provider_Record');
    await page.getByRole('button', { name: 'Take Added how off the page' }).click();
    await publish(page, 'Not needed here');
    await visit(page, '/studio/page/FQS_Request_Provider_Record');
    const gone = page.locator('section', { has: page.getByRole('heading', { name: 'Taken out here' }) });
    await gone.getByText(/by admin@cqp.example/).waitFor();
    await gone.getByRole('button', { name: /^Put back/ }).click();
    await gone.getByText('comes back when you publish').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await publish(page, 'It was needed');
    await visit(page, '/studio/page/FQS_Request_Provider_Record');
    await page.getByRole('button', { name: 'Take Added how off the page' }).waitFor();
    expect(await gone.count()).toBe(0);
    await leave(page);
  });
});

describe('an object', () => {
  test('is added with a page and a list, and its records can be made at once', LONG, async () => {
    const page = await openStudio();
    await page.getByRole('link', { name: 'New object' }).click();
    await page.getByRole('textbox', { name: /^Label/ }).fill('Site visit');
    await page.getByRole('textbox', { name: /^Plural label/ }).fill('Site visits');
    await page.getByLabel('Name field', { exact: true }).selectOption({ label: 'Auto number' });
    await page
      .getByRole('textbox', { name: /^Label/ })
      .last()
      .fill('Visit number');
    await page.getByRole('textbox', { name: /^Format/ }).fill('V-{000}');
    await page.getByLabel('Sharing', { exact: true }).selectOption({ label: 'Private' });
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add object' }).click();
    await page.getByRole('heading', { level: 1, name: 'Site visit' }).waitFor();

    await visit(page, '/studio/permissionSet/CQP_Platform_Admin?object=Site_Visit__c');
    await page.getByRole('checkbox', { name: /^Create/ }).check();
    await publish(page, 'Visits to sites');
    await page.goto('/o/Site_Visit__c/new');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'V-001' }).waitFor();
    await leave(page);
  });
});

describe('access', () => {
  test('to a field is given in a permission set, and an open page of another person shows it', LONG, async () => {
    const list = `/o/${OBJECT}/list?filterName=All_Requests`;
    const reader = await signIn(browser, { address: app.address, person: 'cms.readonly', path: list });
    await reader.getByRole('rowheader').getByRole('link').first().click();
    await reader.getByText('Submitted on').first().waitFor();
    expect(await reader.getByText('Urgency level').count()).toBeGreaterThan(0);

    const page = await openStudio(`/studio/permissionSet/CQP_CMS_ReadOnly?object=${OBJECT}`);
    await page.getByLabel('Find a field').fill('urgency');
    const box = page.getByRole('checkbox', { name: /^Urgency level: read/ });
    expect(await box.isChecked()).toBe(true);
    await box.uncheck();
    expect(await axeViolations(page)).toEqual([]);
    await publish(page, 'Not for reading');

    await reader.goBack();
    await reader.getByRole('rowheader').getByRole('link').first().click();
    await reader.getByText('Submitted on').first().waitFor();
    await expect.poll(() => reader.getByText('Urgency level').count()).toBe(0);
    await leave(reader, page);
  });
});

describe('what is wrong', () => {
  test('stands at its place and below while editing, and holds the publish', LONG, async () => {
    const page = await openStudio(`/studio/listView/${OBJECT}.All_Requests`);
    await page.getByRole('textbox', { name: 'Label' }).fill('');
    const problems = page.getByRole('region', { name: 'Problems' });
    await problems.getByText(/^1 problem/).waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('1 problem to put right before you can publish').waitFor();
    expect(await page.getByRole('button', { name: /^Publish/ }).isDisabled()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await problems.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: 'All_Requests' }).waitFor();
    await page.keyboard.press('Control+z');
    await problems.getByText('No problems').waitFor();
    await leave(page);
  });

  test('with the data is told before publishing: a value in use cannot go', LONG, async () => {
    const page = await openStudio(`/studio/field/${OBJECT}.Urgency_Level__c`);
    const value = 'High';
    const taken = await page.evaluate(
      async ({ object, level }) => {
        const root = '/services/data/v67.0';
        const { org } = (await (await fetch(`${root}/formwork/session`)).json()) as { org: { id: string } };
        const headers = { 'content-type': 'application/json', 'x-formwork': '1', 'x-formwork-org': org.id };
        const found = await fetch(`${root}/query?q=${encodeURIComponent(`SELECT Id FROM ${object} LIMIT 1`)}`);
        const { records } = (await found.json()) as { records: { Id: string }[] };
        const body = JSON.stringify({ Urgency_Level__c: level });
        const saved = await fetch(`${root}/sobjects/${object}/${records[0]?.Id}`, { method: 'PATCH', headers, body });
        return saved.status;
      },
      { object: OBJECT, level: value },
    );
    expect(taken).toBe(204);
    await page.getByRole('button', { name: `Remove ${value}`, exact: true }).click();
    await page.keyboard.press('Control+s');
    await page.getByText(/to put right before you can publish/).waitFor();
    await page
      .getByText(/High.*1 record|1 record.*High/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Discard all' }).click();
    await page.getByRole('dialog').getByText(`Remove value ${value}`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard all' }).click();
    await page.getByText('Your draft is empty.').waitFor();
    await leave(page);
  });

  test('because someone else published meanwhile has a way on', LONG, async () => {
    const mine = await openStudio(`/studio/field/${OBJECT}.Title__c`);
    await mine.getByRole('textbox', { name: 'Label' }).fill('Subject');
    const theirs = await signIn(browser, {
      ...{ address: app.address, person: 'admin', path: `/studio/field/${OBJECT}.Title__c`, width: 1440 },
      isElsewhere: true,
    });
    await theirs.getByRole('textbox', { name: 'Label' }).fill('Headline');
    await mine.keyboard.press('Control+s');
    await mine.getByText('Ready to publish').waitFor();
    await publish(theirs, 'Headline it is');

    await mine.getByRole('button', { name: 'Publish 1 change' }).click();
    await mine.getByText(/was published meanwhile/).waitFor();
    await mine.getByText(/Label was “Title” and is now “Headline”. Yours would replace it./).waitFor();
    expect(await axeViolations(mine)).toEqual([]);
    await mine.getByRole('button', { name: /^Put my draft on version/ }).click();
    await mine.getByText('Ready to publish').waitFor();
    await mine.getByText('“Subject”').waitFor();
    expect(await mine.getByRole('button', { name: 'Publish 1 change' }).isEnabled()).toBe(true);
    await leave(mine, theirs);
  });
});

describe('the history', () => {
  test('tells who published what and why, and takes a version back', LONG, async () => {
    const page = await openStudio('/studio/history');
    const row = page.getByRole('row').filter({ hasText: 'Headline it is' });
    await row.getByText('admin@cqp.example').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await row.getByRole('link').click();
    await page.getByText('Headline it is').waitFor();
    await page.getByRole('deletion').getByText('“Title”').waitFor();

    await page.getByRole('button', { name: 'Roll back' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It undoes:', { exact: false }).waitFor();
    await dialog.getByRole('insertion').getByText('“Title”').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
    await page.getByRole('row').filter({ hasText: 'Rolled back' }).getByText('live').waitFor();
    await visit(page, `/studio/field/${OBJECT}.Title__c`);
    expect(await page.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('Title');
    await leave(page);
  });
});

describe('what was added here', () => {
  test(
    'is removed once its losses are seen and confirmed, comes back with its records, and goes again',
    LONG,
    async () => {
      const page = await openStudio('/studio/page/Site_Visit');
      const remove = async (name: string) => {
        await page.getByRole('button', { name: 'Remove', exact: true }).click();
        const dialog = page.getByRole('dialog', { name: new RegExp(`^Remove ${name}`, 'i') });
        await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
      };
      await remove('record page Site visit');
      await visit(page, '/studio/object/Site_Visit__c');
      await remove('object Site visit');
      await page.keyboard.press('Control+s');
      await page.getByText('Ready to publish').waitFor();
      await page.getByRole('heading', { name: 'What would be lost' }).waitFor();
      await page.getByText(/^1 record, kept until .+ to be brought back\.$/).waitFor();
      const publishing = page.getByRole('button', { name: /^Publish \d+ change/ });
      expect(await publishing.isDisabled()).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.getByLabel('What is this for?').fill('Visits are over');
      await page.getByRole('checkbox', { name: /^Remove object Site visit and record page Site visit/ }).check();
      await publishing.click();
      await page.getByRole('heading', { level: 1, name: /^Version \d+ is live$/ }).waitFor();

      await visit(page, '/studio/history');
      await page.getByRole('row').filter({ hasText: 'Visits are over' }).getByRole('link').click();
      await page.getByRole('heading', { name: 'What was removed' }).waitFor();
      await page.getByRole('button', { name: 'Roll back' }).click();
      await page.getByRole('dialog').getByText('It undoes:', { exact: false }).waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
      await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
      await page.goto('/o/Site_Visit__c/list');
      await page.getByRole('link', { name: 'V-001' }).waitFor();

      await visit(page, '/studio/history');
      await page.getByRole('row').filter({ hasText: 'live' }).getByRole('link').click();
      await page.getByRole('button', { name: 'Roll back' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('heading', { name: 'What would be lost' }).waitFor();
      const rolling = dialog.getByRole('button', { name: 'Roll back' });
      expect(await rolling.isDisabled()).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
      await dialog.getByRole('checkbox', { name: /^Remove object Site visit/ }).check();
      await rolling.click();
      await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
      await leave(page);
    },
  );
});

describe('on any screen', () => {
  const places = [
    '/studio',
    `/studio/object/${OBJECT}`,
    `/studio/field/${OBJECT}.Status__c`,
    `/studio/validationRule/${OBJECT}.VR_04_1_Need`,
    `/studio/action/${OBJECT}.Submit`,
    `/studio/listView/${OBJECT}.All_Requests`,
    PAGE,
    '/studio/permissionSet/CQP_CMS_COR',
    '/studio/sharingRule/FQS_Request_COR',
    `/studio/new/field/${OBJECT}`,
    `/studio/new/validationRule/${OBJECT}`,
    '/studio/new/object',
    '/studio/review',
    '/studio/history',
  ];

  test('every part is without fault, wide and narrow', { timeout: 240_000 }, async () => {
    const page = await openStudio('/studio');
    const faults = watchFaults(page);
    for (const [turn, place] of places.entries()) {
      await visit(page, place);
      await page.getByRole('region', { name: 'Problems' }).getByText('No problems').waitFor();
      expect({ place, faults: await faultsOnScreens(page, turn) }).toEqual({ place, faults: [] });
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    expect(faults).toEqual([]);
    await leave(page);
  });

  test(
    'the structure is searched with the same key everywhere, and the first result is one Enter away',
    LONG,
    async () => {
      const page = await openStudio(PAGE);
      await page.keyboard.press('/');
      await page.keyboard.type('withdraw');
      await page
        .getByRole('status')
        .getByText(/result/)
        .waitFor({ state: 'attached' });
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Withdraw' }).waitFor();
      await leave(page);
    },
  );
});
