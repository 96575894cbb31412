import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** A real Chromium: the one that the test run found, or Debian's. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

export interface SignIn {
  readonly address: string;
  /** A demo person's name before the @. */
  readonly person: string;
  /** Where to go first. */
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
}

/** A page of a browser context of its own, signed in through the demo provider. */
export async function signIn(browser: Browser, options: SignIn): Promise<Page> {
  const { address, person, path = '/home', width = 1280, height = 900 } = options;
  const session = `${address} ${person}`;
  const storageState = sessions.get(session);
  const viewport = { width, height };
  const context = await browser.newContext({ viewport, baseURL: address, ...(storageState ? { storageState } : {}) });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  if (storageState) await page.goto(path);
  else {
    await page.goto(`/auth/login?returnTo=${encodeURIComponent(path)}`);
    await giveCredentials(page, person);
    await page.waitForURL(`**${path}`);
    sessions.set(session, await context.storageState());
  }
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Fills in the demo provider's sign-in page. */
export async function giveCredentials(page: Page, person: string): Promise<void> {
  await page.getByLabel('Username').fill(`${person}@cqp.example`);
  await page.getByLabel('Password').fill('formwork-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Cookies of who signed in before: the pages are what most tests are about. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();

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

/** Waits until nothing moves any more: colours half way through a fade are nobody's contrast. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'));
}

let source: Promise<string> | undefined;

function axeSource(): Promise<string> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}
