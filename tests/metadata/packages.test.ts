import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploy } from '../../platform/deploy/deploy.ts';
import { retrieve, saveRetrieved } from '../../platform/deploy/retrieve.ts';
import { checkCanonical } from '../../platform/packages/check-canonical.ts';
import { SYSTEM_PACKAGE } from '../../platform/packages/element.ts';
import { type LoadedPackages, loadPackages } from '../../platform/packages/load.ts';
import { loadTestPackages } from '../support/org.ts';
import { type DemoOrg, demoOrg, SHIPPED } from './demo-org.ts';

let demo: DemoOrg;
beforeAll(async () => {
  demo = await demoOrg();
});
afterAll(() => demo?.close());

describe('the shipped packages', () => {
  it('are read without a problem, each after what it needs', async () => {
    const { packages, problems } = await loadPackages([SHIPPED]);
    expect(problems).toEqual([]);
    const names = packages.map(({ name }) => name);
    expect(names).toContain('@cqp/demo');
    for (const { name, dependencies } of packages)
      for (const dependency of dependencies) expect(names.indexOf(dependency)).toBeLessThan(names.indexOf(name));
  });

  it('are in canonical form to the byte, those of the engine as well', async () => {
    const { files } = await loadPackages([SHIPPED]);
    expect(files.map(({ name }) => name)).toContain(SYSTEM_PACKAGE);
    expect(files.flatMap(checkCanonical)).toEqual([]);
  });

  it('come out of an org as they went in, every byte of them', async () => {
    const into = await mkdtemp(join(tmpdir(), 'formwork-shipped-'));
    try {
      await saveRetrieved(await retrieve(demo.org.store, { into }));
      const [shipped, retrieved] = await Promise.all([loadPackages([SHIPPED]), loadPackages([into])]);
      const textsOf = ({ files }: LoadedPackages) => new Map(files.map(({ name, texts }) => [name, texts]));
      expect(textsOf(retrieved)).toEqual(textsOf(shipped));
      expect((await retrieve(demo.org.store, { into: SHIPPED })).files).toEqual([]);
    } finally {
      await rm(into, { recursive: true });
    }
  });

  it('change nothing when they are deployed again', async () => {
    const packages = await loadTestPackages([SHIPPED]);
    const again = await deploy(demo.org.store, { kind: 'packages', packages, by: 'test', note: 'Again' });
    expect(again.problems).toEqual([]);
    expect(again.status).toBe('unchanged');
  });
});

describe('reference data', () => {
  it.each([
    ["SELECT count() FROM Region__c WHERE Program__c = 'QIN-QIO'", 7],
    ["SELECT count() FROM Region__c WHERE Program__c = 'AIAN'", 11],
    ['SELECT count() FROM State__c', 56],
    ["SELECT count() FROM State__c WHERE Kind__c = 'State'", 50],
    ["SELECT count() FROM State__c WHERE Kind__c = 'Territory'", 5],
    ["SELECT count() FROM Region_State__c WHERE Region__r.Program__c = 'QIN-QIO'", 56],
    ["SELECT count() FROM Region_State__c WHERE Region__r.Program__c = 'AIAN'", 51],
    ['SELECT count() FROM Aim__c', 8],
    ["SELECT count() FROM Aim__c WHERE Type__c = 'Foundational'", 3],
    ['SELECT count() FROM Sub_Aim__c', 19],
    ['SELECT count() FROM Workspace__c', 9],
  ])('%s is %i', async (soql, expected) => {
    const reader = await demo.as('advisor.northeast');
    expect(await reader.count(soql)).toBe(expected);
  });

  it('gives every state the region that its region states name', async () => {
    const reader = await demo.as('advisor.northeast');
    const pairs = await reader.query(
      "SELECT Region__c, State__r.QIN_Region__c FROM Region_State__c WHERE Region__r.Program__c = 'QIN-QIO'",
    );
    expect(pairs.filter((pair) => pair.Region__c !== pair['State__r.QIN_Region__c'])).toEqual([]);
  });
});

describe('demo data', () => {
  it('has people, each with a permission set and a line that tells them apart', async () => {
    const admin = await demo.as('admin');
    const people = await admin.query("SELECT Username, Title FROM User WHERE Username LIKE '%@cqp.example'");
    expect(people.length).toBeGreaterThanOrEqual(22);
    expect(new Set(people.map(({ Title }) => Title)).size).toBe(people.length);
    for (const { Username } of people) {
      const { principal } = await demo.as(String(Username).replace('@cqp.example', ''));
      expect(principal.permissionSets, String(Username)).not.toEqual([]);
    }
  });

  it('has requests in every state and providers in every region', async () => {
    const admin = await demo.as('admin');
    const states = await admin.query('SELECT Status__c FROM FQS_Request__c');
    const values = demo.org.live.model.objects.get('FQS_Request__c')?.fields.get('Status__c')?.values ?? [];
    expect(new Set(states.map((row) => row.Status__c))).toEqual(new Set(values.map(({ value }) => value)));
    const regions = await admin.query('SELECT Region__r.Code__c FROM Account WHERE Active__c = true');
    expect(new Set(regions.map((row) => row['Region__r.Code__c'])).size).toBe(7);
  });
});
