import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { openTestPool } from './database.ts';
import { width } from './width.ts';

/** A real Chromium: the one that the test run found, or Debian's. One at a time: the next waits for it to close. */
export async function openBrowser(): Promise<Browser> {
  const pool = openTestPool({ max: 1 });
  const holder = await pool.connect();
  await holder.query('select pg_advisory_lock($1)', [BROWSER_LOCK]);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  browser.once('disconnected', () => {
    holder.release(true);
    void pool.end();
  });
  return browser;
}

/** Of the test database; nothing else in it takes this one. */
const BROWSER_LOCK = 7_262_391;

export interface SignIn {
  readonly address: string;
  /** A demo person's name before the @. */
  readonly person: string;
  /** Where to go first. */
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
  /** As on another computer: with nothing that the person's other pages keep. */
  readonly isElsewhere?: boolean;
}

/** A page of a person who signed in through the demo provider; the next one finds the browser as a returning person does. */
export async function signIn(browser: Browser, options: SignIn): Promise<Page> {
  const { address, person, path = '/home', isElsewhere = false } = options;
  const key = `${address} ${person}`;
  const own = contexts.get(browser) ?? new Map<string, BrowserContext>();
  contexts.set(browser, own);
  const known = isElsewhere ? undefined : own.get(key);
  const context = known ?? (await browser.newContext({ baseURL: address }));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.setViewportSize({ width: options.width ?? 1280, height: options.height ?? 900 });
  if (known) await page.goto(path);
  else {
    await page.goto(`/auth/login?returnTo=${encodeURIComponent(path)}`);
    await giveCredentials(page, person);
    await page.waitForURL(`**${path}`);
    if (!isElsewhere) own.set(key, context);
  }
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Closes pages, and forgets what they kept in the browser. */
export async function leave(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    await page.close();
  }
}

/** Fills in the demo provider's sign-in page. */
export async function giveCredentials(page: Page, person: string): Promise<void> {
  await page.getByLabel('Username').fill(`${person}@cqp.example`);
  await page.getByLabel('Password').fill('formwork-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Of who signed in before, with cookies and cache: the pages are what most tests are about, not a browser's first look. */
const contexts = new WeakMap<Browser, Map<string, BrowserContext>>();

/** Faults of a page's scripts and breaches of the content security policy, gathered from now on. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  return faults;
}

/** What axe finds wrong with the page as it stands, one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  await settle(page);
  await page.evaluate(await axeSource());
  return page.evaluate(async () => {
    // axe puts itself on the window.
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    interface Violation {
      id: string;
      help: string;
      nodes: { html: string }[];
    }
    const { violations } = await axe.run();
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
  });
}

/** The screens that pages must read well on. */
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/**
 * What is wrong with an open page on a wide and a narrow screen: axe's violations, and more width than the narrow one has.
 * One page after the other is looked at by axe on one of the two; `npm run prove` looks at each on both.
 */
export async function faultsOnScreens(page: Page, turn: number): Promise<string[]> {
  const screens = turn % 2 === 0 ? [WIDE, NARROW] : [NARROW, WIDE];
  const looked = width(screens.slice(0, 1), screens);
  const faults: string[] = [];
  for (const screen of looked) {
    await page.setViewportSize(screen);
    faults.push(...(await axeViolations(page)).map((each) => `at ${screen.width} pixels: ${each}`));
  }
  await page.setViewportSize(NARROW);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return overflow > 0 ? [...faults, `wider than the narrow screen by ${overflow} pixels`] : faults;
}

/** Waits until nothing moves any more: colours half way through a fade are nobody's contrast. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'));
}

let source: Promise<string> | undefined;

function axeSource(): Promise<string> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}
