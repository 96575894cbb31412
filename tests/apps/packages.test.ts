import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../platform/json.ts';
import { createOrg, deleteOrg, listOrgs } from '../../platform/orgs/orgs.ts';
import { Store } from '../../platform/store/store.ts';
import { insertRecords, readField } from '../platform/deploy/order-files.ts';
import { openTestPool, testDatabaseUrl, uniqueSchema } from '../support/database.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { type Run, runToEnd } from '../support/run.ts';

/*
 * Formwork as a customer has it: the CLI and metadata packages from a real npm registry, installed by npm into a
 * project of its own, and the example workflow run as a CI server runs it. One project serves all tests.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const pool = openTestPool({ max: 3 });
const orgs: string[] = [];
let desk: string;
let registry: Registry;
let project: string;

/** The customer's machine: another Node than the checkout's would do, and PostgreSQL need not come along. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { FORMWORK_ORG: _, GITHUB_ACTIONS: __, ...inherited } = process.env;
  return {
    ...inherited,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    DATABASE_URL: testDatabaseUrl(),
    npm_config_prefer_offline: 'true',
    npm_config_ignore_scripts: 'true',
    npm_config_omit: 'optional',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    ...more,
  };
}

function npm(...args: readonly string[]): Promise<Run> {
  return runToEnd('npm', args, { cwd: project, env: environment() });
}

async function done(run: Promise<Run>): Promise<Run> {
  const ended = await run;
  expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(0);
  return ended;
}

/** The installed command, without the moment that npx takes. */
function formwork(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return runToEnd(join(project, 'node_modules/.bin/formwork'), args, { cwd: project, env: environment(env) });
}

async function newOrg(): Promise<string> {
  const org = uniqueSchema('ci');
  await createOrg(pool, org);
  orgs.push(org);
  return org;
}

async function write(folder: string, files: Readonly<Record<string, Json | string>>): Promise<void> {
  for (const [path, value] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`);
  }
}

beforeAll(async () => {
  desk = await mkdtemp(join(tmpdir(), 'formwork-packages-'));
  project = join(desk, 'customer');
  registry = await startRegistry(join(desk, 'registry'), ['@acme/*', 'formwork']);
  await write(project, {
    '.npmrc': registry.npmrc,
    '.gitignore': 'node_modules\nreports\n',
    'package.json': { name: 'customer', version: '1.0.0', private: true },
  });
  const env = environment({ npm_config_ignore_scripts: 'false' });
  const packed = await done(runToEnd('npm', ['pack', '--silent', '--pack-destination', desk], { cwd: ROOT, env }));
  await done(npm('publish', join(desk, packed.stdout.trim().split('\n').at(-1) ?? '')));
  await done(npm('install', '--save-dev', 'formwork'));
}, 900_000);

afterAll(async () => {
  await registry?.close();
  for (const org of await listOrgs(pool)) if (orgs.includes(org)) await deleteOrg(pool, org);
  await pool.end();
  await rm(desk, { recursive: true, force: true });
});

const OBJECT = 'objects/Order__c/object.json';
const FIELDS = 'objects/Order__c/fields';
const field = (type: string, more: JsonObject = {}): JsonObject => ({ label: type, type, order: 10, ...more });

/** The package @acme/orders in a version. */
function orders(version: string, changes: Readonly<Record<string, Json>> = {}): Record<string, Json> {
  return {
    'package.json': { name: '@acme/orders', version, license: 'UNLICENSED', formwork: { label: 'Orders' } },
    [OBJECT]: {
      label: 'Order',
      pluralLabel: 'Orders',
      nameField: { type: 'Text', label: 'Name' },
      sharing: 'ReadWrite',
    },
    [`${FIELDS}/Notes__c.json`]: field('Text', { length: 80 }),
    ...changes,
  };
}

const bills = (version: string, range: string): Record<string, Json> => ({
  'package.json': {
    name: '@acme/bills',
    version,
    license: 'UNLICENSED',
    dependencies: { '@acme/orders': range },
    formwork: { label: 'Bills' },
  },
  [`${FIELDS}/Billed__c.json`]: field('Checkbox', { order: 30 }),
});

describe('the command from the registry', { timeout: 600_000 }, () => {
  it('is JavaScript alone, and runs by npx', async () => {
    const own = join(project, 'node_modules/formwork');
    expect(existsSync(join(own, 'apps/cli/main.ts'))).toBe(false);
    expect(existsSync(join(own, 'node_modules/vite'))).toBe(false);
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect((await done(runToEnd('npx', ['formwork', '--version'], { cwd: project, env: environment() }))).stdout).toBe(
      `${version}\n`,
    );
  });

  it('checks, deploys, tests and documents a package', async () => {
    const org = await newOrg();
    const folder = join(project, 'work/orders');
    await write(folder, orders('1.0.0'));
    const env = { FORMWORK_ORG: org };
    expect((await done(formwork(['check', 'work'], env))).stdout).toContain('No problems.');
    expect((await done(formwork(['deploy', 'work'], env))).stdout).toContain('Deployed: version 1');
    expect((await done(formwork(['package', 'list'], env))).stdout).toContain('@acme/orders  1.0.0');
    await done(formwork(['docs', '--out', 'reports/docs'], env));
    expect(await readFile(join(project, 'reports/docs/assets/design-system.css'), 'utf8')).toContain('.ds-');
    await done(formwork(['test', 'work'], env));
    await rm(join(project, 'work'), { recursive: true });
  });
});

describe('metadata packages in a registry', { timeout: 900_000 }, () => {
  const released = [
    { name: 'orders-1.0.0', files: orders('1.0.0') },
    {
      name: 'orders-1.1.0',
      files: orders('1.1.0', {
        [`${FIELDS}/Priority__c.json`]: field('Number', { precision: 3, scale: 0, order: 20 }),
      }),
    },
    { name: 'orders-2.0.0', files: orders('2.0.0', { [`${FIELDS}/Notes__c.json`]: field('Text', { length: 40 }) }) },
    { name: 'bills-1.0.0', files: bills('1.0.0', '^1.0.0') },
    { name: 'bills-2.0.0', files: bills('2.0.0', '^2.0.0') },
  ];
  let org: string;
  const on = (...args: readonly string[]) => formwork(args, { FORMWORK_ORG: org });
  const live = async () => {
    const store = new Store(pool, org);
    const found = await store.loadLive();
    if (!found) throw new Error('Nothing is live');
    return { store, found };
  };
  const read = async (name: string) => {
    const { store, found } = await live();
    return readField(store, found, 'Order__c', name);
  };

  beforeAll(async () => {
    org = await newOrg();
    for (const { name, files } of released) {
      await write(join(desk, name), files);
      await cp(join(project, '.npmrc'), join(desk, name, '.npmrc'));
      await done(runToEnd('npm', ['publish'], { cwd: join(desk, name), env: environment() }));
    }
  }, 600_000);

  it('are packed by the command as npm packs them, and not where something is wrong or left out', async () => {
    const folder = join(desk, 'orders-1.1.0');
    const { stdout } = await done(formwork(['package', 'pack', folder, '--out', 'reports']));
    expect(stdout).toContain('Packed @acme/orders 1.1.0, 4 files: reports/acme-orders-1.1.0.tgz');
    expect((await done(on('check', 'reports/acme-orders-1.1.0.tgz'))).stdout).toContain('No problems.');

    const partial = join(desk, 'partial');
    await write(partial, { ...orders('1.2.0'), '.npmignore': 'objects/Order__c/fields\n' });
    const lost = await formwork(['package', 'pack', partial, '--out', 'reports']);
    expect(lost.code).toBe(1);
    expect(lost.stdout).toContain(`npm would leave ${FIELDS}/Notes__c.json out of the tarball`);
    await write(partial, { [`${FIELDS}/Notes__c.json`]: { label: 'Notes', type: 'Text' } });
    expect((await formwork(['package', 'pack', partial, '--out', 'reports'])).stdout).toContain('Nothing was packed.');
    expect(existsSync(join(project, 'reports/acme-orders-1.2.0.tgz'))).toBe(false);
  });

  it('are installed with what they depend on, deployed, upgraded and downgraded, and keep the data', async () => {
    await done(npm('install', '@acme/bills@1.0.0', '@acme/orders@1.0.0', '--save-exact'));
    const first = await done(on('deploy', '.'));
    expect(first.stdout).toContain('install of @acme/orders 1.0.0\n  install of @acme/bills 1.0.0\n');
    const { store, found } = await live();
    await insertRecords(store, found, 'Order__c', [{ Name: 'First', Notes__c: 'with care' }]);

    await done(npm('install', '@acme/orders@1.1.0', '--save-exact'));
    expect((await done(on('diff', '.'))).stdout).toContain('upgrade of @acme/orders 1.0.0 → 1.1.0');
    await done(on('deploy', '.'));
    await insertRecords(store, (await live()).found, 'Order__c', [{ Name: 'Second', Priority__c: 7 }]);

    await done(npm('install', '@acme/orders@1.0.0', '--save-exact'));
    const down = await done(on('deploy', 'node_modules/@acme/orders'));
    expect(down.stdout).toContain('downgrade of @acme/orders 1.1.0 → 1.0.0');
    expect(down.stdout).toContain('[ELEMENT_KEPT]');
    expect([await read('Notes__c'), await read('Priority__c')]).toEqual([
      ['with care', null],
      [null, '7'],
    ]);
  });

  it('are refused in two versions, in a version that does not fit, and beside one that does not take them', async () => {
    await done(npm('install', '@acme/orders@2.0.0', '--save-exact'));
    // npm lays a second copy where @acme/bills 1.0.0 finds it.
    const two = await on('deploy', '.');
    expect(two.code).toBe(1);
    expect(two.stdout).toContain('npm installed @acme/orders twice: 2.0.0 in node_modules/@acme/orders and 1');
    const alone = await on('deploy', 'node_modules/@acme/orders');
    expect(alone.code).toBe(1);
    expect(alone.stdout).toContain('@acme/bills 1.0.0 needs @acme/orders ^1.0.0, and the org would have 2.0.0.');

    await done(npm('install', '@acme/bills@2.0.0', '--save-exact'));
    const both = await done(on('deploy', '.'));
    expect(both.stdout).toContain('upgrade of @acme/orders 1.0.0 → 2.0.0\n  upgrade of @acme/bills 1.0.0 → 2.0.0\n');
    expect(await read('Notes__c')).toEqual(['with care', null]);
  });

  it('are compared by version in the registry; one that is not there is npm’s to tell', async () => {
    const folder = join(desk, 'orders-2.0.0');
    const enough = await done(on('check', folder, '--against', '@acme/orders@1.1.0'));
    expect(enough.stdout).toContain('@acme/orders 1.1.0 → 2.0.0: a major change');
    const low = await on('check', join(desk, 'orders-1.1.0'), '--against', '@acme/orders@2.0.0', '--json');
    expect(JSON.parse(low.stdout).problems).toMatchObject([{ code: 'VERSION_TOO_LOW', found: '1.1.0' }]);
    const none = await on('check', folder, '--against', '@acme/orders@9.9.9');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain(
      'npm could not get @acme/orders@9.9.9: No matching version found for @acme/orders@9.9.9.',
    );
    const unknown = await on('check', folder, '--against', '@acme/nothing@1.0.0');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('npm could not get @acme/nothing@1.0.0: ');
  });

  it('are locked as they are in one org, and brought to another by that lock', async () => {
    await done(on('package', 'lock'));
    const other = await newOrg();
    const { stdout } = await done(formwork(['deploy', '.', '--lock', 'formwork.lock.json'], { FORMWORK_ORG: other }));
    expect(stdout).toContain('install of @acme/bills 2.0.0');
    await rm(join(project, 'formwork.lock.json'));
  });
});

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** What happened on the code host: what the expressions of a workflow are told. */
interface HostEvent {
  readonly name: 'pull_request' | 'push';
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

describe('the example workflow', { timeout: 900_000 }, () => {
  const git = (...args: readonly string[]) =>
    done(runToEnd('git', ['-c', 'user.name=Dev', '-c', 'user.email=dev@example.org', ...args], { cwd: project }));
  const FIELD = `metadata/shop/${FIELDS}/Colour__c.json`;
  let production: string;

  beforeAll(async () => {
    production = await newOrg();
    await done(formwork(['package', 'ci']));
    await write(project, {
      'metadata/shop/package.json': {
        name: '@customer/shop',
        version: '1.0.0',
        license: 'UNLICENSED',
        dependencies: { '@acme/orders': '^2.0.0' },
        formwork: { label: 'Shop' },
      },
    });
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'Begin');
  }, 300_000);

  /**
   * Runs the steps of the jobs that an event starts, in order, as the code host's runner does. What is installed stays
   * from one run to the next, as in a cache.
   */
  let isInstalled = false;
  async function runWorkflow(event: HostEvent): Promise<{ failed: string[]; passed: string[]; output: string }> {
    const workflow = parse(await readFile(join(project, '.github/workflows/formwork.yml'), 'utf8'));
    expect(Object.keys(workflow.on)).toContain(event.name);
    const jobs = Object.values<Job>(workflow.jobs).filter((job) => job.if === `github.event_name == '${event.name}'`);
    const [failed, passed]: [string[], string[]] = [[], []];
    let output = '';
    for (const job of jobs) {
      for (const { name = '', run, if: condition, env: own } of job.steps) {
        if (run === undefined || (failed.length > 0 && condition !== 'always()')) continue;
        if (run === 'npm ci' && isInstalled) continue;
        const said = Object.entries({ ...job.env, ...own });
        const env = Object.fromEntries(said.map(([key, value]) => [key, expand(value, event)]));
        const { code, stdout, stderr } = await runToEnd(
          'bash',
          ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run],
          {
            cwd: project,
            env: environment({ ...env, ...event.env, CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project }),
          },
        );
        output += stdout + stderr;
        (code === 0 ? passed : failed).push(name);
        isInstalled ||= run === 'npm ci' && code === 0;
      }
    }
    return { failed, passed, output };
  }

  function expand(text: string, { secrets, vars }: HostEvent): string {
    return text.replaceAll(/\$\{\{ (secrets|vars)\.(\w+) \}\}/g, (_, kind: string, name: string) => {
      const value = (kind === 'secrets' ? secrets : vars)[name];
      if (value === undefined) throw new Error(`The workflow needs ${kind}.${name}`);
      return value;
    });
  }

  function pullRequest(): HostEvent {
    const scratch = uniqueSchema('pr');
    orgs.push(scratch);
    const env = { DATABASE_URL: testDatabaseUrl(), FORMWORK_ORG: scratch };
    return { name: 'pull_request', secrets: {}, vars: {}, env };
  }

  it('tells the database to the deploy alone, and to nothing that is installed', async () => {
    const { jobs } = parse(await readFile(join(project, '.github/workflows/formwork.yml'), 'utf8'));
    const hasSecret = (part: unknown) => JSON.stringify(part).includes('secrets.');
    const all = Object.values<Job>(jobs);
    expect(all.filter(({ steps: _, ...job }) => hasSecret(job))).toEqual([]);
    expect(all.flatMap(({ steps }) => steps.filter(hasSecret)).map(({ name }) => name)).toEqual(['Deploy']);
  });

  it('fails a pull request with an error, at file and line', async () => {
    await git('switch', '--quiet', '--create', 'broken');
    await write(project, { [FIELD]: { label: 'Colour', type: 'Pciklist', order: 10 } });
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'Break');
    const event = pullRequest();
    const { passed, failed, output } = await runWorkflow(event);
    expect({ passed, failed }).toEqual({ passed: ['Install'], failed: ['Check'] });
    expect(output).toMatch(new RegExp(`^::error file=${FIELD},line=3,col=3,title=INVALID_VALUE::`, 'm'));
    const sarif = JSON.parse(await readFile(join(project, 'reports/formwork.sarif'), 'utf8'));
    expect(sarif.runs[0].results).toMatchObject([
      {
        ruleId: 'INVALID_VALUE',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: FIELD, uriBaseId: '%SRCROOT%' },
              region: { startLine: 3, startColumn: 3 },
            },
          },
        ],
      },
    ]);
    expect(await readFile(join(project, 'reports/formwork.xml'), 'utf8')).toContain(`file="${FIELD}"`);
    expect(await listOrgs(pool)).not.toContain(event.env.FORMWORK_ORG);
  });

  it('tries a good pull request in a scratch org, and deploys it when it is merged', async () => {
    await git('switch', '--quiet', 'main');
    await git('switch', '--quiet', '--create', 'good');
    await write(project, { [FIELD]: field('Text', { label: 'Colour', length: 20 }) });
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'Add a colour');
    const tried = await runWorkflow(pullRequest());
    expect(tried.failed, tried.output).toEqual([]);
    expect(tried.passed).toEqual(['Check', 'Create a scratch org', 'Try the deploy', 'Test']);
    expect(tried.output).toContain('+ field:Order__c.Colour__c');
    expect(tried.output).toContain('Checked: it can be deployed. Nothing was changed.');
    expect(await new Store(pool, production).loadLive()).toBeUndefined();

    await git('switch', '--quiet', 'main');
    await git('merge', '--quiet', 'good');
    const merged = await runWorkflow({
      name: 'push',
      secrets: { FORMWORK_DATABASE_URL: testDatabaseUrl() },
      vars: { FORMWORK_ORG: production },
      env: { GITHUB_SHA: 'abc1234' },
    });
    expect(merged.failed, merged.output).toEqual([]);
    expect(merged.passed).toEqual(['Deploy']);
    const model = (await new Store(pool, production).loadLive())?.model;
    expect(model?.objects.get('Order__c')?.fields.get('Colour__c')?.label).toBe('Colour');
    expect(model?.packages.get('@acme/bills')?.version).toBe('2.0.0');
  });
});
