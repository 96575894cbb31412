import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabaseUrl } from '../support/database.ts';
import { type DeafDatabase, swallowNotify } from '../support/swallow-notify.ts';
import { API, openShopServer, type ShopServer } from './http/support/shop-server.ts';

const PUBLISHES = 4;
/** Many times what a swap takes: what is meant is that it comes by itself. */
const PATIENCE = { timeout: 10_000, interval: 20 };

interface Member {
  readonly url: string;
  readonly process: ChildProcess;
}

let shop: ShopServer;
let deaf: DeafDatabase;
let fleet: readonly Member[];
let token: string;
beforeAll(async () => {
  shop = await openShopServer();
  deaf = await swallowNotify(testDatabaseUrl());
  fleet = await Promise.all([testDatabaseUrl(), testDatabaseUrl(), deaf.url].map(startMember));
  token = await shop.token('admin@shop.example');
}, 120_000);
afterAll(async () => {
  for (const { process } of fleet ?? []) {
    const ended = once(process, 'exit');
    process.disconnect();
    await ended;
  }
  await deaf?.close();
  await shop?.close();
});

async function startMember(databaseUrl: string): Promise<Member> {
  const program = new URL('./serve-org.ts', import.meta.url).pathname;
  const process = fork(program, [databaseUrl, shop.engine.org], { execArgv: [] });
  const [url] = await once(process, 'message');
  return { url: String(url), process };
}

async function ask(url: string, path: string, init: { method?: string; body?: unknown } = {}) {
  const response = await fetch(`${url}${path}`, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
  return { status: response.status, body: await response.json() };
}

const versionOf = async ({ url }: Member): Promise<number> => (await ask(url, '/readyz')).body.modelVersion;

/** Publishes a new field through one process's own API. */
function publish({ url }: Member, { number, expectedVersion }: { number: number; expectedVersion: number }) {
  const properties = { label: `Added ${number}`, type: 'Text', order: 900 + number };
  const grant = {
    op: 'set',
    element: `permissionSet:Seller/fields:Customer__c.Added_${number}__c`,
    properties: { read: true, edit: true },
  };
  const edits = [{ op: 'set', element: `field:Customer__c.Added_${number}__c`, properties }, grant];
  return ask(url, `${API}/formwork/studio/publish`, { method: 'POST', body: { edits, expectedVersion, note: '' } });
}

describe('three processes that serve one org', () => {
  it('all serve what one of them published, also the one that hears of nothing, and fail no request meanwhile', async () => {
    const failures: unknown[] = [];
    const seen: number[][] = fleet.map(() => []);
    let isOver = false;
    const read = async (member: Member, index: number) => {
      while (!isOver) {
        const { status, body } = await ask(member.url, `${API}/formwork/session`);
        if (status === 200) seen[index]?.push(body.modelVersion);
        else failures.push({ read: body });
      }
    };
    const write = async ({ url }: Member) => {
      for (let number = 0; !isOver; number++) {
        const { status, body } = await ask(url, `${API}/sobjects/Customer__c`, {
          method: 'POST',
          body: { Name: `Busy ${number}` },
        });
        if (status !== 201) failures.push({ write: body });
      }
    };
    const work = fleet.flatMap((member, index) => [read(member, index), write(member)]);
    for (let number = 0; number < PUBLISHES; number++) {
      const publisher = fleet[number % fleet.length] as Member; // one of the three
      const expectedVersion = await versionOf(publisher);
      const { body } = await publish(publisher, { number, expectedVersion });
      expect(body).toMatchObject({ status: 'succeeded', version: expectedVersion + 1 });
      await expect
        .poll(() => Promise.all(fleet.map(versionOf)), PATIENCE)
        .toEqual(fleet.map(() => expectedVersion + 1));
    }
    isOver = true;
    await Promise.all(work);
    expect(failures).toEqual([]);
    // No process ever goes back, and all came to the same.
    for (const versions of seen) expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(seen.map((versions) => versions.at(-1))).toEqual(fleet.map(() => 1 + PUBLISHES));
    expect(seen.every((versions) => new Set(versions).size > 1)).toBe(true);
    expect(deaf.swallowed()).toBeGreaterThanOrEqual(PUBLISHES);
  }, 120_000);

  it('let one publish win where two of them publish at the same time, and tell the other why', async () => {
    const expectedVersion = await versionOf(fleet[0] as Member);
    const answers = await Promise.all(
      fleet.map((member, index) => publish(member, { number: 50 + index, expectedVersion })),
    );
    const outcomes = answers.map(({ body }) => body.status).sort();
    expect(outcomes).toEqual(['failed', 'failed', 'succeeded']);
    const reasons = answers.flatMap(({ body }) => body.problems.map(({ code }: { code: string }) => code));
    expect(reasons).toEqual(['PUBLISHED_MEANWHILE', 'PUBLISHED_MEANWHILE']);
    await expect.poll(() => Promise.all(fleet.map(versionOf)), PATIENCE).toEqual(fleet.map(() => expectedVersion + 1));
  }, 60_000);
});
