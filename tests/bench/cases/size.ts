import { loadavg } from 'node:os';
import pg from 'pg';
import { deploy } from '../../../platform/deploy/deploy.ts';
import { type Compiled, compileModel } from '../../../platform/layers/compile.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { type MergedOrg, mergeChanged } from '../../../platform/layers/merge-changed.ts';
import { type Edit, EMPTY_ORG_LAYER, type OrgLayer } from '../../../platform/layers/org-layer.ts';
import { createOrg } from '../../../platform/orgs/orgs.ts';
import type { Package } from '../../../platform/packages/element.ts';
import { toRows } from '../../../platform/store/metadata-rows.ts';
import { schemaOfOrg } from '../../../platform/store/org-name.ts';
import { Store } from '../../../platform/store/store.ts';
import { type Engine, openEngine } from '../../../runtime/engine.ts';
import { planDataChecks } from '../../../runtime/records/check-data.ts';
import { saveRecords } from '../../../runtime/records/save-data.ts';
import { fieldName, largePackages, objectName } from '../../support/large-org.ts';
import { median } from '../measure.ts';
import type { Row } from '../report.ts';
import { type ServingProcess, startServing } from '../size-children.ts';
import { medianTiming, shown, type Timing, timed, timedOften } from '../stopwatch.ts';

const SIZE = { objects: 500, fields: 100 };
const ROUNDS = 5;
const BY = { by: 'bench', at: '2026-01-01T00:00:00.000Z' };
const MB = 2 ** 20;

/** An org of 500 objects with 100 fields each: what its model costs, and how quickly a change of it is live. */
export async function benchSize(databaseUrl: string): Promise<Row[]> {
  const packages = await largePackages(SIZE);
  const json = JSON.stringify(toRows({ packages, kept: new Set(), org: EMPTY_ORG_LAYER, withdrawn: new Map() }));
  const parsed = await timedOften(3, () => JSON.parse(json));
  const rows = [await wholeCompile(packages, parsed), ...(await incrementalCompiles(packages, parsed))];
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    rows.push(await firstDeploy(pool, packages));
    rows.push(...(await running(databaseUrl, pool, { parsed, jsonBytes: json.length })));
  } finally {
    await pool.end();
  }
  const load = loadavg().map((each) => each.toFixed(1));
  return rows.map((row) => ({ ...row, figures: { ...row.figures, load } }));
}

async function wholeCompile(packages: readonly Package[], parsed: Timing): Promise<Row> {
  const timing = await timedOften(3, () => start(packages, EMPTY_ORG_LAYER));
  return row('compile all of it', {
    ours: timing,
    baseline: parsed,
    note: 'beside JSON.parse of its rows; 2,000 ms allowed',
  });
}

/** What admins do most: a label; a new field; a new field that is shown on the page and opened to a permission set. */
async function incrementalCompiles(packages: readonly Package[], parsed: Timing): Promise<Row[]> {
  const [object, page] = [objectName(7), 'page:Page_of_Thing_007'];
  const field = (round: number): Edit => newField(object, `New_${round}__c`);
  const changes: readonly (readonly [string, (round: number) => readonly Edit[]])[] = [
    ['compile a changed label', (round) => [label(object, `Round ${round}`)]],
    ['compile a new field', (round) => [field(round)]],
    [
      'compile a new field, shown and opened',
      (round) => [
        field(round),
        { op: 'set', element: `${page}/sections:section0/items:New_${round}__c`, properties: { order: 5 } },
        grant('Large_Reader', `${object}.New_${round}__c`),
      ],
    ],
  ];
  const rows: Row[] = [];
  for (const [name, edits] of changes) {
    let [org, state] = [EMPTY_ORG_LAYER, start(packages, EMPTY_ORG_LAYER)];
    const timing = await timedOften(ROUNDS, (round) => {
      org = applyEdits({ packages, org, edits: edits(round + 1), ...BY }).org;
      state = compileNext(packages, org, state);
      if (state.compiled.problems.length > 0) throw new Error(state.compiled.problems[0]?.message);
    });
    rows.push(row(name, { ours: timing, baseline: parsed, note: 'beside JSON.parse of all rows; 100 ms allowed' }));
  }
  return rows;
}

const ORG = 'bench_size';
const HOOKS = { planDataChecks, saveRecords };

async function firstDeploy(pool: pg.Pool, packages: readonly Package[]): Promise<Row> {
  const store = await createOrg(pool, ORG);
  const request = { kind: 'packages', packages, by: 'bench', note: 'Everything' } as const;
  const { result, timing } = await timed(() => deploy(store, request, HOOKS));
  if (result.status !== 'succeeded') throw new Error(result.problems[0]?.message ?? result.status);
  const byHand = await timed(() => createTablesByHand(pool));
  return row('deploy it first', { ours: timing, baseline: byHand.timing, note: 'beside creating tables as wide' });
}

/** The same number of tables and columns, as somebody would write them down. */
async function createTablesByHand(pool: pg.Pool): Promise<void> {
  const columns = Array.from({ length: SIZE.fields }, (_, index) => `c${index} text`).join(', ');
  const client = await pool.connect();
  await client.query('begin; create schema by_hand');
  for (let index = 0; index < SIZE.objects; index++)
    await client.query(`create table by_hand.t${index} (id text primary key, name text, owner_id text, ${columns})`);
  await client.query('commit');
  client.release();
}

interface Given {
  readonly parsed: Timing;
  readonly jsonBytes: number;
}

/** A server process publishes; another one follows. */
async function running(databaseUrl: string, pool: pg.Pool, { parsed, jsonBytes }: Given): Promise<Row[]> {
  await createEmptyOrg(pool);
  const empty = await startServing(databaseUrl, EMPTY_ORG, 'User');
  const other = await startServing(databaseUrl, ORG, objectName(7));
  const started = row('start a process that serves it', {
    ours: { wallMs: other.startMs, cpuMs: Number.NaN },
    baseline: { wallMs: empty.startMs, cpuMs: Number.NaN },
    note: 'beside one that serves an org of the system alone',
  });
  const bytes = other.heap - empty.heap;
  const heap: Row = {
    name: 'hold its model while idle',
    ours: `${(bytes / MB).toFixed(1)} MB`,
    baseline: `${(jsonBytes / MB).toFixed(1)} MB`,
    ratio: bytes / jsonBytes,
    note: 'beside the rows as JSON text; 60 MB allowed',
    figures: { bytes, jsonBytes },
  };
  await empty.stop();
  const engine = await openEngine({ databaseUrl, org: ORG, maxConnections: 4 });
  const published = await publishes(engine, pool, other);
  await engine.close();
  await other.stop();
  return [started, heap, ...published, await phases(pool, parsed)];
}

/** Publishes one field after the other; each time the other process swaps, too. */
async function publishes(engine: Engine, pool: pg.Pool, other: ServingProcess): Promise<Row[]> {
  const [timings, swaps, first, second]: [Timing[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round <= ROUNDS; round++) {
    const { result, timing } = await timed(() => publish(engine, newField(objectName(7), `Live_${round}__c`)));
    const swap = (await other.swapped(result)) - Date.now();
    const [query, again] = [await other.query(), await other.query()];
    // The first one of a process compiles the code, too.
    if (round === 0) continue;
    timings.push(timing);
    swaps.push(Math.max(0, swap));
    first.push(query);
    second.push(again);
  }
  const bare = await timedOften(ROUNDS, (round) => addColumnByHand(pool, `bare_${round + 1}`));
  const atOnce = { wallMs: median(swaps), cpuMs: Number.NaN };
  return [
    row('publish a field', {
      ours: medianTiming(timings),
      baseline: bare,
      note: 'until the publishing process serves it, beside ALTER TABLE alone; 300 ms allowed',
    }),
    row('swap in another process', {
      ours: atOnce,
      baseline: bare,
      note: 'after the publishing one answered; 1,000 ms allowed',
    }),
    row('first query after a swap', {
      ours: { wallMs: median(first), cpuMs: Number.NaN },
      baseline: { wallMs: median(second), cpuMs: Number.NaN },
      note: 'beside the second',
    }),
  ];
}

async function publish(engine: Engine, edit: Edit): Promise<number> {
  const request = { kind: 'publish', edits: [edit], by: 'bench', note: 'One field' } as const;
  const result = await engine.deploy({ ...request, expectedVersion: engine.live().version });
  if (result.status !== 'succeeded') throw new Error(result.problems[0]?.message ?? result.status);
  return engine.live().version;
}

async function addColumnByHand(pool: pg.Pool, column: string): Promise<void> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(`alter table by_hand.t7 add column ${column} text`);
  await client.query('commit');
  client.release();
}

/** Where the time of a publish goes, as the deploy tells its steps. */
async function phases(pool: pg.Pool, parsed: Timing): Promise<Row> {
  const store = new Store(pool, ORG);
  const times = new Map<string, number[]>();
  for (let round = 0; round <= ROUNDS; round++) {
    const state = await store.loadState();
    let last = performance.now();
    const note = (step: string) => {
      const now = performance.now();
      if (round > 0) times.set(step, [...(times.get(step) ?? []), now - last]);
      last = now;
    };
    const edits = [newField(objectName(8), `Phase_${round}__c`)];
    const request = { kind: 'publish', edits, by: 'bench', note: '', expectedVersion: state.version } as const;
    await deploy(store, request, { ...HOOKS, onStep: note });
    note('answered');
  }
  const split = Object.fromEntries([...times].map(([step, all]) => [step, median(all)]));
  const total = Object.values(split).reduce((sum, each) => sum + each, 0);
  const note = Object.entries(split).map(([step, ms]) => `${step} ${ms.toFixed(0)}`);
  const timing = { wallMs: total, cpuMs: Number.NaN };
  return {
    ...row('of this, until each step', { ours: timing, baseline: parsed, note: note.join(', ') }),
    figures: split,
  };
}

const EMPTY_ORG = 'bench_empty';

async function createEmptyOrg(pool: pg.Pool): Promise<void> {
  const store = await createOrg(pool, EMPTY_ORG);
  const [system] = await largePackages({ objects: 0, fields: 0 });
  if (system === undefined) throw new Error(`There is no system package for ${schemaOfOrg(EMPTY_ORG)}.`);
  await deploy(store, { kind: 'packages', packages: [system], by: 'bench', note: 'The system alone' }, HOOKS);
}

interface State {
  readonly merged: MergedOrg;
  readonly compiled: Compiled;
}

function start(packages: readonly Package[], org: OrgLayer): State {
  return compileNext(packages, org, undefined);
}

function compileNext(packages: readonly Package[], org: OrgLayer, before: State | undefined): State {
  const merged = mergeChanged({ packages, org }, before?.merged);
  return { merged, compiled: compileModel({ packages, ...merged }, before?.compiled) };
}

function label(object: string, text: string): Edit {
  return { op: 'set', element: `field:${object}.${fieldName(2)}`, properties: { label: text } };
}

function newField(object: string, name: string): Edit {
  return { op: 'set', element: `field:${object}.${name}`, properties: { label: 'New', type: 'Text', order: 5 } };
}

function grant(set: string, field: string): Edit {
  return { op: 'set', element: `permissionSet:${set}/fields:${field}`, properties: { read: true } };
}

/** Ratios are of processor time where both sides have it. */
function row(
  name: string,
  { ours, baseline, note }: { readonly ours: Timing; readonly baseline: Timing; readonly note: string },
): Row {
  const hasCpu = !Number.isNaN(ours.cpuMs) && !Number.isNaN(baseline.cpuMs);
  const ratio = hasCpu ? ours.cpuMs / baseline.cpuMs : ours.wallMs / baseline.wallMs;
  return { name, ours: shown(ours), baseline: shown(baseline), ratio, note, figures: { ours, baseline } };
}
