import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenariosOf } from '../../../platform/layers/scenarios.ts';
import { qualified } from '../../../platform/physical/identifier.ts';
import { openDatabase } from '../../../runtime/database.ts';
import type { ScenarioResult } from '../../../runtime/scenarios/result.ts';
import { runScenario, SCENARIO_LIMITS } from '../../../runtime/scenarios/run-scenario.ts';
import { loadTestPackages, type TestOrg, testOrg } from '../../support/org.ts';
import { PARCELS, scenarioFile } from './parcels.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg({ files: PARCELS });
});
afterAll(() => org?.close());

type Said = Parameters<typeof scenarioFile>[0];

async function play(said: Said, limits = SCENARIO_LIMITS, name = 'Tried'): Promise<ScenarioResult> {
  const packages = await loadTestPackages([], { [`scenarios/${name}.json`]: scenarioFile(said) });
  const { all } = scenariosOf(packages.flatMap(({ elements }) => [...elements.values()]));
  const [scenario] = all;
  if (!scenario) throw new Error('The scenario was not read');
  return runScenario({ db: openDatabase(org.pool), live: () => org.live }, scenario, limits);
}

const failuresOf = async (said: Said) => (await play(said)).failures;
const PACKED = { do: 'create', object: 'Parcel__c', values: { Name: 'A', Weight__c: 5 } };
const send = (more = {}) => ({ do: 'action', record: 'parcel', action: 'Send', ...more });

describe('a scenario that holds', () => {
  it('passes, with values, people, facts of the moment and records by name or external id', async () => {
    const result = await play({
      now: '2026-03-02T09:00:00Z',
      given: { depot: { object: 'Depot__c', where: { fact: 'Code__c', operator: 'equal', value: 'N' } } },
      steps: {
        parcel: {
          ...PACKED,
          values: { ...PACKED.values, Depot__r: { Code__c: 'N' } },
          expect: { values: { Depot__c: { ref: 'depot' }, 'Depot__r.Code__c': 'N', OwnerId: { fact: '$User.Id' } } },
        },
        send: send({
          expect: {
            values: {
              Status__c: 'Sent',
              Sent_On__c: '2026-03-02T10:00:00+01:00',
              Handler__c: { ref: 'packer' },
              CreatedDate: { fact: '$Now' },
            },
          },
        }),
        later: { do: 'update', record: 'parcel', values: { Weight__c: 6 }, now: '2026-03-05T09:00:00Z' },
        seen: { do: 'open', record: 'parcel', expect: { values: { LastModifiedDate: '2026-03-05T09:00:00Z' } } },
      },
    });
    expect(result).toMatchObject({ name: 'Tried', package: '@test/app', status: 'passed', failures: [] });
  });

  it('has people whose names are long and begin alike', async () => {
    const long = 'The_packer_whom_everybody_calls_by_it_all';
    const people = [`${long}_1`, `${long}_2`, 'packer'].map((name) => [name, { permissionSets: ['Packer'] }]);
    const result = await play({ people: Object.fromEntries(people), steps: { parcel: PACKED } }, undefined, long);
    expect(result).toMatchObject({ status: 'passed', failures: [] });
  });

  it('leaves nothing behind, and neither does one that fails', async () => {
    await play({ steps: { parcel: PACKED } });
    await play({ steps: { parcel: { ...PACKED, expect: { values: { Weight__c: 6 } } } } });
    const { schema, table: tableOf } = org.live.physical;
    for (const object of ['Parcel__c', 'User', 'PermissionSetAssignment']) {
      const { rows } = await org.pool.query(`select 1 from ${qualified(schema, tableOf(object))}`);
      expect(rows, object).toHaveLength(object === 'User' ? 2 : 0);
    }
  });

  it('goes on after a refusal as if nothing had been asked', async () => {
    expect(
      await failuresOf({
        steps: {
          parcel: PACKED,
          heavy: {
            do: 'update',
            record: 'parcel',
            values: { Weight__c: 101 },
            expect: { errors: [{ rule: 'Not_Heavy' }] },
          },
          unknown: {
            do: 'query',
            object: 'Parcel__c',
            select: ['Secret__c'],
            expect: { errors: [{ code: 'INVALID_FIELD' }] },
          },
          light: { do: 'update', record: 'parcel', values: { Weight__c: 7 }, expect: { values: { Weight__c: 7 } } },
        },
      }),
    ).toEqual([]);
  });

  it('sees what people are given in the middle of it', async () => {
    const grant = {
      do: 'create',
      as: 'boss',
      object: 'PermissionSetAssignment',
      values: { AssigneeId: { ref: 'shipped' }, PermissionSet: { Name: 'Packer' } },
    };
    expect(
      await failuresOf({
        given: {
          shipped: { object: 'User', where: { fact: 'Username', operator: 'equal', value: 'shipped@example.org' } },
        },
        steps: {
          before: { ...PACKED, as: 'shipped@example.org', expect: { errors: [{ code: 'INVALID_TYPE' }] } },
          grant,
          after: { ...PACKED, as: 'Shipped@Example.org' },
        },
      }),
    ).toEqual([]);
  });

  it('tells records that a step made from those that were there', async () => {
    expect(
      await failuresOf({
        given: { first: { object: 'Parcel__c', values: { Name: 'First', OwnerId: { ref: 'packer' } } } },
        steps: {
          second: {
            ...PACKED,
            expect: {
              created: [
                { object: 'Parcel__c', values: { Name: 'A' } },
                { object: 'Depot__c', count: 0 },
              ],
              records: [{ object: 'Parcel__c', count: 2 }],
            },
          },
          found: {
            do: 'find',
            object: 'Parcel__c',
            where: { fact: 'Name', operator: 'equal', value: 'First' },
            expect: { values: { Id: { ref: 'first' } } },
          },
        },
      }),
    ).toEqual([]);
  });

  it('makes given records in the right of whom it says, and otherwise in none but the engine’s', async () => {
    const given = (more = {}) => ({ sent: { object: 'Parcel__c', values: { Name: 'S', Status__c: 'Sent' }, ...more } });
    const steps = { look: { do: 'open', as: 'boss', record: 'sent', expect: { values: { Status__c: 'Sent' } } } };
    expect(await failuresOf({ given: given(), steps })).toEqual([]);
    expect(await failuresOf({ given: given({ as: 'packer' }), steps })).toEqual([
      {
        pointer: '/given/sent',
        message: 'The given record of Parcel__c cannot be made: Parcels are sent by their action.',
        expected: 'made',
        actual: [expect.objectContaining({ fields: ['Status__c'] })],
      },
    ]);
  });
});

describe('what people may see and do', () => {
  const given = { parcel: { object: 'Parcel__c', values: { Name: 'P', OwnerId: { ref: 'packer' }, Secret__c: 'x' } } };

  it('is what their pages and lists show', async () => {
    expect(
      await failuresOf({
        people: {
          packer: { permissionSets: ['Packer'] },
          other: { permissionSets: ['Packer'] },
          boss: { permissionSets: ['Boss'] },
        },
        given,
        steps: {
          own: {
            do: 'open',
            record: 'parcel',
            expect: {
              editable: true,
              deletable: false,
              offers: ['Send'],
              fields: { Weight__c: 'edit', Sent_On__c: 'read', Secret__c: 'hidden', Status__c: 'read' },
            },
          },
          theirs: { do: 'open', as: 'other', record: 'parcel', expect: { seen: false } },
          boss: {
            do: 'open',
            as: 'boss',
            record: 'parcel',
            expect: { deletable: true, withholds: ['Send'], fields: { Secret__c: 'edit' }, values: { Secret__c: 'x' } },
          },
          list: { do: 'list', object: 'Parcel__c', view: 'Packed', expect: { contains: ['parcel'], count: 1 } },
          search: {
            do: 'list',
            object: 'Parcel__c',
            view: 'Packed',
            search: 'nothing',
            expect: { lacks: ['parcel'], count: 0 },
          },
          none: { do: 'query', as: 'other', object: 'Parcel__c', expect: { lacks: ['parcel'], count: 0 } },
        },
      }),
    ).toEqual([]);
  });

  it('fails where it is otherwise, each thing at its place', async () => {
    const failures = await failuresOf({
      given,
      steps: {
        own: {
          do: 'open',
          record: 'parcel',
          expect: {
            editable: false,
            deletable: true,
            withholds: ['Send'],
            fields: { Weight__c: 'read' },
            values: { Secret__c: 'x' },
          },
        },
        boss: { do: 'open', as: 'boss', record: 'parcel', expect: { seen: false } },
        list: { do: 'list', object: 'Parcel__c', view: 'Packed', expect: { lacks: ['parcel'], count: 3 } },
        none: { do: 'query', object: 'Depot__c', expect: { contains: ['parcel'] } },
      },
    });
    const told = failures.map(({ pointer, expected, actual }) => ({
      pointer: pointer.slice('/steps/'.length),
      expected,
      actual,
    }));
    expect(told).toEqual([
      { pointer: 'own/expect/values/Secret__c', expected: 'x', actual: 'hidden' },
      { pointer: 'own/expect/editable', expected: false, actual: true },
      { pointer: 'own/expect/deletable', expected: true, actual: false },
      { pointer: 'own/expect/withholds/0', expected: 'Send', actual: ['Send'] },
      { pointer: 'own/expect/fields/Weight__c', expected: 'read', actual: 'edit' },
      { pointer: 'boss/expect/seen', expected: false, actual: true },
      { pointer: 'list/expect/lacks/0', expected: [], actual: ['parcel'] },
      { pointer: 'list/expect/count', expected: 3, actual: 1 },
      { pointer: 'none/expect/contains/0', expected: ['parcel'], actual: [] },
    ]);
  });
});

describe('a scenario that does not hold', () => {
  it('shows what was expected beside what is there, records by their names', async () => {
    expect(
      await failuresOf({
        steps: {
          parcel: {
            ...PACKED,
            expect: { values: { Weight__c: 6, OwnerId: { ref: 'boss' }, Sent_On__c: '2026-01-01T00:00:00Z' } },
          },
        },
      }),
    ).toEqual([
      {
        pointer: '/steps/parcel/expect/values/Weight__c',
        message: 'Weight of the Parcel is another.',
        expected: 6,
        actual: 5,
      },
      {
        pointer: '/steps/parcel/expect/values/OwnerId',
        message: 'Owner of the Parcel is another.',
        expected: { ref: 'boss' },
        actual: { ref: 'packer' },
      },
      {
        pointer: '/steps/parcel/expect/values/Sent_On__c',
        message: 'Sent on of the Parcel is another.',
        expected: '2026-01-01T00:00:00Z',
        actual: null,
      },
    ]);
  });

  it('tells the rule that refused from another with the same message', async () => {
    const refused = (rule: string) => ({
      parcel: {
        ...PACKED,
        values: { Name: 'A', Weight__c: -1 },
        expect: { errors: [{ rule, message: 'Too heavy.' }] },
      },
    });
    expect(await failuresOf({ steps: refused('Not_Negative') })).toEqual([]);
    expect(await failuresOf({ steps: refused('Not_Heavy') })).toEqual([
      expect.objectContaining({
        pointer: '/steps/parcel/expect/errors/0',
        expected: { rule: 'Not_Heavy', message: 'Too heavy.' },
        actual: [expect.objectContaining({ element: 'validationRule:Parcel__c.Not_Negative', fields: ['Weight__c'] })],
      }),
    ]);
  });

  it('stops where a step is refused that should not be, since what follows builds on it', async () => {
    const parcel = { ...PACKED, values: { Name: 'A' } };
    expect(await failuresOf({ steps: { parcel, send: send(), again: send() } })).toEqual([
      {
        pointer: '/steps/send',
        message: 'The step was refused: Weigh it first.',
        expected: 'done',
        actual: [expect.objectContaining({ element: 'action:Parcel__c.Send/guards:Weight known' })],
      },
    ]);
  });

  it('stops where a step is done that should be refused', async () => {
    const expected = { errors: [{ guard: 'Weight known' }] };
    expect(await failuresOf({ steps: { parcel: PACKED, send: send({ expect: expected }), again: send() } })).toEqual([
      {
        pointer: '/steps/send/expect/errors',
        message: 'The step was not refused.',
        expected: expected.errors,
        actual: 'done',
      },
    ]);
  });

  it('notes refusals beyond those expected', async () => {
    const values = { Weight__c: 101, Secret__c: 'x' };
    const [failure, ...others] = await failuresOf({
      steps: { parcel: { ...PACKED, values, expect: { errors: [{ rule: 'Not_Heavy' }] } } },
    });
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ message: 'The step was refused for more reasons.', expected: [] });
    expect(failure?.actual).toHaveLength(2);
  });

  it('counts records', async () => {
    const expected = {
      records: [{ object: 'Parcel__c', count: 2 }],
      created: [{ object: 'Parcel__c', values: { Name: 'B' } }],
    };
    expect(await failuresOf({ steps: { parcel: { ...PACKED, expect: expected } } })).toEqual([
      expect.objectContaining({ pointer: '/steps/parcel/expect/records/0', expected: 2, actual: 1 }),
      expect.objectContaining({ pointer: '/steps/parcel/expect/created/0/values/Name', expected: 'B', actual: 'A' }),
    ]);
  });

  it('says when somebody or something is not in the org that it plays in', async () => {
    const steps = { parcel: { ...PACKED, as: 'nobody@example.org' } };
    expect(await failuresOf({ steps })).toEqual([
      expect.objectContaining({ pointer: '/steps/parcel/as', expected: 'nobody@example.org', actual: null }),
    ]);
    const where = { fact: 'Code__c', operator: 'equal', value: 'Q' };
    expect(await failuresOf({ given: { depot: { object: 'Depot__c', where } }, steps: { parcel: PACKED } })).toEqual([
      expect.objectContaining({
        pointer: '/given/depot/where',
        message: expect.stringContaining('No Depot'),
        actual: 0,
      }),
    ]);
  });
});

describe('a scenario without end', () => {
  it('is given up when a statement waits too long, at its step', async () => {
    const { schema, table } = org.live.physical;
    const other = await org.pool.connect();
    try {
      await other.query('begin');
      await other.query(`lock table ${qualified(schema, table('Parcel__c'))}`);
      const { failures } = await play({ steps: { parcel: PACKED } }, { seconds: 60, statementSeconds: 0.2 });
      expect(failures).toEqual([
        expect.objectContaining({
          pointer: '/steps/parcel',
          actual: [expect.objectContaining({ code: 'QUERY_TIMEOUT' })],
        }),
      ]);
    } finally {
      await other.query('rollback');
      other.release();
    }
    expect(await failuresOf({ steps: { parcel: PACKED } })).toEqual([]);
  });

  it('is stopped before the next step when its time is up', async () => {
    const { failures } = await play({ steps: { parcel: PACKED, send: send() } }, { seconds: 0, statementSeconds: 10 });
    expect(failures).toEqual([expect.objectContaining({ pointer: '/steps/parcel', actual: 'not done' })]);
  });
});
