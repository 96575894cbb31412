import { fileURLToPath } from 'node:url';
import type { Json } from '../../platform/json.ts';
import type { Context, Database } from '../../runtime/context.ts';
import { openDatabase } from '../../runtime/database.ts';
import { parseSoql } from '../../runtime/query/parse-soql.ts';
import type { Row } from '../../runtime/query/query.ts';
import { runQuery } from '../../runtime/query/run-query.ts';
import { planDataChecks } from '../../runtime/records/check-data.ts';
import { runAction } from '../../runtime/records/run-action.ts';
import { save } from '../../runtime/records/save.ts';
import { saveRecords } from '../../runtime/records/save-data.ts';
import type { RecordInput, SaveOutcome, SaveRequest } from '../../runtime/records/save-request.ts';
import { loadPrincipal, systemPrincipal } from '../../runtime/security/load-principal.ts';
import type { Principal } from '../../runtime/security/principal.ts';
import { type TestOrg, testOrg } from '../support/org.ts';

/** The folder of the packages that the project ships. */
export const SHIPPED = fileURLToPath(new URL('../../metadata', import.meta.url));

/** An org with every shipped package, and its demo people at work. */
export interface DemoOrg {
  readonly org: TestOrg;
  as(username: string): Promise<Person>;
  close(): Promise<void>;
}

/** What a demo person does. */
export interface Person {
  readonly principal: Principal;
  /** What the person's reads run in. */
  context(): Context;
  query(soql: string): Promise<readonly Row[]>;
  count(soql: string): Promise<number>;
  save(request: SaveRequest): Promise<readonly SaveOutcome[]>;
  create(object: string, values: RecordInput): Promise<SaveOutcome>;
  update(object: string, id: string, values: RecordInput): Promise<SaveOutcome>;
  act(action: string, id: string, inputs?: RecordInput): Promise<SaveOutcome>;
}

/** Deploys all shipped packages in one go into an org of its own. */
export async function demoOrg(): Promise<DemoOrg> {
  const org = await testOrg({ packages: [SHIPPED], hooks: { planDataChecks, saveRecords } });
  const db = openDatabase(org.pool);
  const system = personOf(org, db, systemPrincipal(org.live));
  return {
    org,
    close: org.close,
    async as(name) {
      const username = `${name}@cqp.example`;
      const [user] = await system.query(`SELECT Id FROM User WHERE Username = '${username}'`);
      const principal = await loadPrincipal(db, org.live, String(user?.Id));
      if (!principal) throw new Error(`There is no demo person ${username}`);
      return personOf(org, db, principal);
    },
  };
}

function personOf({ live }: TestOrg, db: Database, principal: Principal): Person {
  const context = (): Context => ({ live, principal, db, now: new Date() });
  const run = (request: SaveRequest) => db.transaction((client) => save({ ...context(), db: client }, request));
  const one = (outcomes: readonly SaveOutcome[]): SaveOutcome => {
    const [outcome] = outcomes;
    if (!outcome) throw new Error('No outcome came back');
    return outcome;
  };
  return {
    principal,
    context,
    save: run,
    query: async (soql) => (await runQuery(context(), parseSoql(soql))).rows,
    count: async (soql) => (await runQuery(context(), parseSoql(soql))).count,
    create: async (object, values) =>
      one(await run({ operation: 'insert', object, records: [{ values }], allOrNone: true })),
    update: async (object, id, values) =>
      one(await run({ operation: 'update', object, records: [{ id, values }], allOrNone: true })),
    act: async (action, id, inputs = {}) => {
      const [object = '', name = ''] = action.split('.');
      const request = { object, action: name, records: [{ id, inputs }], allOrNone: true };
      return one(await db.transaction((client) => runAction({ ...context(), db: client }, request)));
    },
  };
}

/** Messages of an outcome, each once. */
export function messages(outcome: SaveOutcome): readonly string[] {
  return [...new Set(outcome.errors.map(({ message }) => message))];
}

/** A value of a row that must be text. */
export function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`Expected text, found ${JSON.stringify(value)}`);
  return value;
}
