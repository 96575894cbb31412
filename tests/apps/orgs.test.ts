import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deleteOrg, listOrgs } from '../../platform/orgs/orgs.ts';
import { openEngine } from '../../runtime/engine.ts';
import { formwork } from '../support/cli.ts';
import { openTestPool, testDatabaseUrl, uniqueSchema } from '../support/database.ts';

const pool = openTestPool({ max: 2 });
const [main, copy, scratch] = [uniqueSchema('main'), uniqueSchema('copy'), uniqueSchema('scratch')];
afterAll(async () => {
  for (const name of [main, copy, scratch]) await deleteOrg(pool, name).catch(() => {});
  await pool.end();
});

describe('formwork org', { timeout: 120_000 }, () => {
  it('creates an org in which people can work at once, and clones it', async () => {
    const made = await formwork(['org', 'create', main]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(`${main}  production  version 1`);
    const deployed = await formwork(['deploy', 'metadata/formwork-standard', '--org', main]);
    expect(deployed.code).toBe(0);
    const cloned = await formwork(['org', 'create', copy, '--from', main, '--with-records', '--json']);
    expect(cloned.code).toBe(0);
    expect(cloned.stderr).toContain('records (100 %)');
    expect(JSON.parse(cloned.stdout)).toMatchObject({
      ...{ name: copy, kind: 'sandbox', version: 1, source: { name: main, version: 2 } },
      packages: [{ name: '@formwork/standard' }, { name: '@formwork/system' }],
    });
    const history = await formwork(['deploys', '--org', copy]);
    expect(history.stdout).toContain(`Cloned from ${main}, version 2, with records`);
  });

  it('lists what is there, after scratch orgs whose time is over are gone', async () => {
    await formwork(['org', 'create', scratch, '--scratch', '--days', '1']);
    const listed = async () =>
      JSON.parse((await formwork(['org', 'list', '--json'])).stdout) as {
        name: string;
        kind: string;
        expiresAt?: string;
      }[];
    const found = (await listed()).filter(({ name }) => [main, copy, scratch].includes(name));
    expect(found.map(({ name, kind }) => [name, kind]).sort()).toEqual(
      [
        [main, 'production'],
        [copy, 'sandbox'],
        [scratch, 'scratch'],
      ].sort(),
    );
    await pool.query(`update "org_${scratch}".fw_org set expires_at = now() - interval '1 minute'`);
    const { stdout, stderr } = await formwork(['org', 'list']);
    expect(stderr).toContain(`Removed the scratch org ${scratch}: its time was over.`);
    expect(stdout).toContain(`${copy}  sandbox`);
    expect(stdout).toMatch(/@formwork\/standard \d/);
    expect(stdout).not.toContain(scratch);
  });

  it.each([
    [['create', main], `There is an org "${main}" already.`],
    [['create', copy, '--from', main], `There is an org "${copy}" already.`],
    [['create', 'No-Name'], 'Not a name for an org: "No-Name"'],
    [['create', 'x', '--from', `${main}x`], `Did you mean ${main}?`],
    [['create', 'x', '--with-records'], '--with-records says what to clone, so it needs --from ORG.'],
    [['create', 'x', '--scratch', '--kind', 'training'], '--scratch and --kind training contradict each other.'],
    [['create', 'x', '--kind', 'demo'], 'Allowed choices are production, sandbox, training, scratch.'],
    [['create', 'x', '--days', '3'], 'Only a scratch org goes by itself'],
    [['create', 'x', '--scratch', '--days', 'soon'], 'It is a number of days.'],
    [['create', 'x', '--scratch', '--days', '0'], 'A scratch org lives for 1 to 365 whole days, not for 0.'],
    [['delete', `${main}y`, '--confirm', `${main}y`], `Did you mean ${main}?`],
    [['delete', copy], `To confirm, add --confirm ${copy}.`],
    [['delete', copy, '--confirm', main], `To confirm, add --confirm ${copy}.`],
    [['delete', main, '--confirm', main], 'It is a production org: add --production if you mean it.'],
  ])('refuses %j as wrong usage, and changes nothing', async (args, message) => {
    const { code, stdout, stderr } = await formwork(['org', ...args]);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(await listOrgs(pool)).toEqual(expect.arrayContaining([main, copy]));
    expect(await listOrgs(pool)).not.toContain('x');
  });

  it('deletes an org that is served only by force, and tells who serves it', async () => {
    const engine = await openEngine({ databaseUrl: testDatabaseUrl(), org: copy, maxConnections: 2 });
    const args = ['org', 'delete', copy, '--confirm', copy];
    // The engine's ears are up a moment after it serves.
    await expect
      .poll(async () => (await formwork(args)).stderr, { timeout: 30_000 })
      .toContain('1 process serves it at this moment');
    expect(await formwork([...args, '--force'])).toMatchObject({ code: 0, stdout: `Deleted the org ${copy}.\n` });
    await engine.close();
    expect(await formwork(['org', 'delete', main, '--confirm', main, '--production'])).toMatchObject({ code: 0 });
    expect(await listOrgs(pool)).not.toContain(main);
  });
});

describe('formwork promote', { timeout: 120_000 }, () => {
  const [production, sandbox] = [uniqueSchema('live'), uniqueSchema('sandbox')];
  const publishIn = async (org: string, properties: Record<string, string>) => {
    const engine = await openEngine({ databaseUrl: testDatabaseUrl(), org, maxConnections: 2 });
    const edits = [{ op: 'set', element: 'object:Account', properties }] as const;
    const expectedVersion = engine.live().version;
    const result = await engine.deploy({ kind: 'publish', edits, expectedVersion, by: `admin of ${org}`, note: '' });
    await engine.close();
    expect(result.status).toBe('succeeded');
  };
  afterAll(async () => {
    const cleaning = openTestPool({ max: 1 });
    for (const name of [production, sandbox]) await deleteOrg(cleaning, name).catch(() => {});
    await cleaning.end();
  });

  it('shows what would come, asks about conflicts, and applies what was decided in a file', async () => {
    await formwork(['org', 'create', production]);
    await formwork(['deploy', 'metadata/formwork-standard', '--org', production]);
    await formwork(['org', 'create', sandbox, '--from', production]);
    await publishIn(sandbox, { label: 'Partner', pluralLabel: 'Partners' });
    await publishIn(production, { label: 'Client' });

    const folder = await mkdtemp(join(tmpdir(), 'formwork-promote-'));
    const file = join(folder, 'decisions.json');
    const asked = await formwork(['promote', sandbox, production, '--write-decisions', file]);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toContain('Conflicts, to be decided');
    expect(asked.stdout).toContain(`object:Account label: ${sandbox} "Account" → "Partner", admin of ${production} on`);

    await writeFile(file, (await readFile(file, 'utf8')).replace('"choose": ""', '"choose": "ours"'));
    const checked = await formwork(['promote', sandbox, production, '--decisions', file, '--check-only', '--json']);
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({
      ...{ status: 'checked', plan: { promotion: { org: sandbox, version: 2 } } },
    });
    expect(await formwork(['promote', sandbox, production, '--decisions', file])).toMatchObject({ code: 0 });
    const history = await formwork(['deploys', '--org', production]);
    expect(history.stdout).toContain(`Promoted from ${sandbox}, version 2`);
    const again = await formwork(['promote', sandbox, production]);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain(`Nothing to promote: ${production} has what was changed in ${sandbox}.`);
    await rm(folder, { recursive: true });
  });

  it.each([
    [[sandbox, sandbox], `There is nothing to promote from ${sandbox} to itself.`],
    [[`${sandbox}x`, production], `Did you mean ${sandbox}?`],
    [[sandbox, `${production}x`], `Did you mean ${production}?`],
    [[sandbox], "missing required argument 'to'"],
  ])('refuses %j as wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await formwork(['promote', ...args]);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
