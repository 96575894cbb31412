import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenariosOf } from '../../../platform/layers/scenarios.ts';
import { createOrg, deleteOrg, listOrgs } from '../../../platform/orgs/orgs.ts';
import type { Package } from '../../../platform/packages/element.ts';
import { quoteIdentifier } from '../../../platform/physical/identifier.ts';
import { runScenarios } from '../../../runtime/scenarios/run-scenarios.ts';
import { openTestPool, testDatabaseUrl, uniqueSchema } from '../../support/database.ts';
import { type Files, loadTestPackages } from '../../support/org.ts';
import { PARCELS, scenarioFile } from './parcels.ts';

const PACKED = { do: 'create', object: 'Parcel__c', values: { Name: 'A', Weight__c: 5 } };
const scenarios: Files = Object.fromEntries(
  Array.from({ length: 45 }, (_, index) => {
    const expected = { values: { Weight__c: index === 7 ? 6 : 5 } };
    return [`scenarios/Number${index}.json`, scenarioFile({ steps: { parcel: { ...PACKED, expect: expected } } })];
  }),
);

/** A database of its own: what other tests do with scratch orgs is not seen in it. */
const server = openTestPool({ max: 1 });
const database = uniqueSchema('scenarios');
const databaseUrl = new URL(`/${database}`, testDatabaseUrl()).href;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
let packages: Package[];
beforeAll(async () => {
  await server.query(`create database ${quoteIdentifier(database)}`);
  packages = await loadTestPackages([], { ...PARCELS, ...scenarios });
});
afterAll(async () => {
  await pool.end();
  await server.query(`drop database ${quoteIdentifier(database)} with (force)`);
  await server.end();
});

const scratchOrgs = async () => (await listOrgs(pool)).filter((name) => name.startsWith('scenarios_'));
const all = () => scenariosOf(packages.flatMap(({ elements }) => [...elements.values()])).all;
const run = (more = {}) => runScenarios({ databaseUrl, packages, scenarios: all(), orgs: 2, ...more });

describe('a run of scenarios', () => {
  it('plays each once in several orgs at once, and deletes the orgs', async () => {
    const orgs = new Set<string>();
    const counts: number[] = [];
    const { results, problems } = await run({
      onResult: async (_: unknown, done: number) => {
        counts.push(done);
        for (const name of await scratchOrgs()) orgs.add(name);
      },
    });
    expect(problems).toEqual([]);
    expect(results.map(({ name }) => name)).toEqual(all().map(({ name }) => name));
    expect(results.filter(({ status }) => status === 'failed').map(({ name }) => name)).toEqual(['Number7']);
    expect(counts).toEqual(all().map((_, index) => index + 1));
    expect(orgs.size).toBe(2);
    expect(await scratchOrgs()).toEqual([]);
  });

  it('makes no more orgs than are worth it', async () => {
    const orgs = new Set<string>();
    const onResult = async () => {
      for (const name of await scratchOrgs()) orgs.add(name);
    };
    await run({ scenarios: all().slice(0, 3), onResult });
    expect(orgs.size).toBe(1);
  });

  it('that is stopped leaves no org', async () => {
    const stop = new AbortController();
    const { results } = await run({ signal: stop.signal, onResult: () => stop.abort() });
    expect(results.length).toBeLessThan(45);
    expect(results.length).toBeGreaterThan(0);
    expect(await scratchOrgs()).toEqual([]);
  });

  it('tells why packages cannot be deployed', async () => {
    const data = { object: 'Parcel__c', key: 'Name', order: 30, records: { Heavy: { Weight__c: 101 } } };
    const object = {
      ...(PARCELS['objects/Parcel__c/object.json'] as object),
      nameField: { type: 'Text', label: 'Parcel', unique: true },
    };
    const broken = await loadTestPackages([], {
      ...PARCELS,
      'objects/Parcel__c/object.json': object,
      'data/heavy.json': data,
    });
    const { results, problems } = await run({ packages: broken });
    expect(results).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['FIELD_CUSTOM_VALIDATION_EXCEPTION']);
    expect(await scratchOrgs()).toEqual([]);
  });

  it('clears away what a killed run left, and nothing of one that is at work or is no scratch org', async () => {
    const [dead, alive] = ['aaaaaaaaaa', 'bbbbbbbbbb'];
    await createOrg(pool, `scenarios_${dead}_1`, { kind: 'scratch' });
    await createOrg(pool, `scenarios_${dead}_2`);
    await createOrg(pool, `scenarios_${alive}_1`, { kind: 'scratch' });
    const other = await pool.connect();
    const lock = createHash('sha256').update(`formwork scenarios ${alive}`).digest().readBigInt64BE().toString();
    try {
      await other.query('select pg_advisory_lock($1::bigint)', [lock]);
      await run({ scenarios: all().slice(0, 1) });
      expect(await scratchOrgs()).toEqual([`scenarios_${dead}_2`, `scenarios_${alive}_1`]);
    } finally {
      other.release(true);
    }
    await run({ scenarios: all().slice(0, 1) });
    expect(await scratchOrgs()).toEqual([`scenarios_${dead}_2`]);
    await deleteOrg(pool, `scenarios_${dead}_2`);
  });
});
