import type { TObject } from 'typebox';
import { describe, expect, it } from 'vitest';
import { MAX_STEPS, scenarioKind } from '../../../../platform/kinds/scenario/schema.ts';
import { STEPS } from '../../../../platform/kinds/scenario/steps.ts';
import { PARCELS, scenarioFile } from '../../../runtime/scenarios/parcels.ts';
import { compileTestModel } from '../../../support/model.ts';
import { checkFiles } from '../../support/check-files.ts';

type Said = Parameters<typeof scenarioFile>[0];

/** Problems of the parcels' package with one scenario, as pointer, code and suggestion. */
async function problemsOf(said: Said) {
  const problems = await checkFiles({ ...PARCELS, 'scenarios/Tried.json': scenarioFile(said) });
  for (const { file, line, severity } of problems)
    expect({ file, hasLine: line !== undefined, severity }).toEqual({
      file: 'scenarios/Tried.json',
      hasLine: true,
      severity: 'error',
    });
  return problems.map(({ pointer, code, suggestion }) => [
    pointer,
    code,
    ...(suggestion === undefined ? [] : [suggestion]),
  ]);
}

const PACKED = { do: 'create', object: 'Parcel__c', values: { Name: 'A' } };

describe('a scenario', () => {
  it('is sound where all it names is there in time', async () => {
    const steps = {
      parcel: { ...PACKED, values: { Name: 'A', Depot__r: { Code__c: 'N' }, Handler__c: { ref: 'boss' } } },
      send: { do: 'action', record: 'parcel', action: 'Send', expect: { errors: [{ guard: 'Weight known' }] } },
      list: {
        do: 'list',
        as: 'shipped@example.org',
        object: 'Parcel__c',
        view: 'Packed',
        expect: { lacks: ['parcel'] },
      },
    };
    expect(await problemsOf({ steps })).toEqual([]);
  });

  it('needs steps, and somebody to take them', async () => {
    expect(await problemsOf({ steps: {} })).toEqual([['/steps', 'MISSING_ITEMS']]);
    expect(await problemsOf({ as: undefined, steps: { parcel: PACKED } })).toEqual([['/steps/parcel', 'WRONG_STEP']]);
  });

  it('has no more steps than anybody reads', async () => {
    const steps = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`step${index}`, PACKED]));
    expect(await checkFiles({ ...PARCELS, 'scenarios/Tried.json': scenarioFile({ steps }) })).toEqual([
      expect.objectContaining({
        code: 'TOO_MANY_ITEMS',
        file: 'scenarios/Tried.json',
        pointer: '/steps',
        message: `There are 10,000 items of the kind step here; ${MAX_STEPS} are allowed.`,
      }),
    ]);
  });

  it('names people who are in it or shipped', async () => {
    const steps = { parcel: { ...PACKED, as: 'boos' }, other: { ...PACKED, as: 'shiped@example.org' } };
    expect(await problemsOf({ as: 'paker', steps })).toEqual([
      ['/as', 'DANGLING_REFERENCE', 'packer'],
      ['/steps/other/as', 'DANGLING_REFERENCE', 'shipped@example.org'],
      ['/steps/parcel/as', 'DANGLING_REFERENCE', 'boss'],
    ]);
    const people = { packer: { permissionSets: ['Pacer'], role: 'Crow', groups: ['Nobody'], values: { Titel: 'x' } } };
    expect(await problemsOf({ people, steps: { parcel: PACKED } })).toEqual([
      ['/people/packer/groups/0', 'DANGLING_REFERENCE'],
      ['/people/packer/permissionSets/0', 'DANGLING_REFERENCE', 'Packer'],
      ['/people/packer/role', 'DANGLING_REFERENCE', 'Crew'],
      ['/people/packer/values/Titel', 'DANGLING_REFERENCE', 'Title'],
    ]);
  });

  it('does what there is to do, with what that takes', async () => {
    expect(await problemsOf({ steps: { sound: PACKED, parcel: { ...PACKED, do: 'craete' } } })).toEqual([
      ['/steps/parcel/do', 'INVALID_VALUE', 'create'],
    ]);
    const steps = { parcel: { do: 'create', values: {}, view: 'Packed' }, open: { do: 'open' } };
    expect(await problemsOf({ steps })).toEqual([
      ['/steps/open', 'WRONG_STEP'],
      ['/steps/parcel', 'WRONG_STEP'],
      ['/steps/parcel/view', 'WRONG_STEP'],
    ]);
  });

  it('names records that are there by then, of the object that is wanted', async () => {
    const steps = {
      early: { do: 'open', record: 'parcel' },
      parcel: { ...PACKED, values: { Name: 'A', Depot__c: { ref: 'packer' }, Handler__c: { ref: 'paker' } } },
      list: { do: 'list', object: 'Parcel__c', view: 'Packed', expect: { contains: ['packer'] } },
    };
    expect(await problemsOf({ steps })).toEqual([
      ['/steps/early/record', 'LATER_REFERENCE'],
      ['/steps/list/expect/contains/0', 'WRONG_REFERENCE'],
      ['/steps/parcel/values/Depot__c/ref', 'WRONG_REFERENCE'],
      ['/steps/parcel/values/Handler__c/ref', 'DANGLING_REFERENCE', 'packer'],
    ]);
  });

  it('names each person and record once', async () => {
    const given = { packer: { object: 'Parcel__c', values: { Name: 'A' } } };
    expect(await problemsOf({ given, steps: { packer: PACKED } })).toEqual([
      ['/given/packer', 'DUPLICATE_NAME'],
      ['/steps/packer', 'DUPLICATE_NAME'],
    ]);
  });

  it('names objects, fields, actions, views and values that are there', async () => {
    const given = {
      one: { object: 'Parcle__c' },
      two: { object: 'Parcel__c', values: { Wieght__c: 1, Weight__c: 'much', Depot__r: { Kode__c: 'N' } } },
      three: { object: 'Depot__c', where: { fact: 'Kode__c', operator: 'equal', value: 'N' } },
    };
    const steps = {
      parcel: PACKED,
      send: { do: 'action', record: 'parcel', action: 'Sned' },
      input: { do: 'action', record: 'parcel', action: 'Send', inputs: { Weight__c: 3 } },
      list: { do: 'list', object: 'Parcel__c', view: 'Paked' },
      query: { do: 'query', object: 'Parcel__c', select: ['Depot__r.Kode__c'] },
    };
    expect(await problemsOf({ given, steps })).toEqual([
      ['/given/one/object', 'DANGLING_REFERENCE', 'Parcel__c'],
      ['/given/three/where/fact', 'UNKNOWN_FACT', 'Code__c'],
      ['/given/two/values/Depot__r/Kode__c', 'DANGLING_REFERENCE', 'Code__c'],
      ['/given/two/values/Weight__c', 'WRONG_VALUE'],
      ['/given/two/values/Wieght__c', 'DANGLING_REFERENCE', 'Weight__c'],
      ['/steps/input/inputs/Weight__c', 'DANGLING_REFERENCE'],
      ['/steps/list/view', 'DANGLING_REFERENCE', 'Packed'],
      ['/steps/query/select/0', 'DANGLING_REFERENCE', 'Code__c'],
      ['/steps/send/action', 'DANGLING_REFERENCE', 'Send'],
    ]);
  });

  it('writes what does not fit only to see it refused', async () => {
    const heavy = (expect?: object) => ({
      ...PACKED,
      values: { Name: 'A', Weight__c: 'much' },
      ...(expect && { expect }),
    });
    expect(await problemsOf({ steps: { parcel: heavy() } })).toEqual([
      ['/steps/parcel/values/Weight__c', 'WRONG_VALUE'],
    ]);
    expect(await problemsOf({ steps: { parcel: heavy({ errors: [{ field: 'Weight__c' }] }) } })).toEqual([]);
  });

  it('expects what can come of a step, in names that are there', async () => {
    const steps = {
      parcel: {
        ...PACKED,
        expect: {
          values: {
            Wieght__c: 1,
            Weight__c: 'much',
            'Depot__r.Kode__c': 'N',
            Sent_On__c: { fact: '$Today' },
            Name: { ref: 'boss' },
          },
          seen: true,
          created: [{ object: 'Errand__c' }],
        },
      },
      refused: {
        ...PACKED,
        expect: {
          errors: [{ rule: 'Not_Heavi' }, { guard: 'Weight known' }, { field: 'Wieght__c' }, {}],
          values: { Name: 'A' },
        },
      },
      send: { do: 'action', record: 'parcel', action: 'Send', expect: { errors: [{ guard: 'Weight knwon' }] } },
      open: { do: 'open', record: 'parcel', expect: { offers: ['Sned'], fields: { Name: 'raed', Nmae: 'read' } } },
      unseen: { do: 'open', record: 'parcel', expect: { seen: false, editable: false } },
    };
    expect(await problemsOf({ steps })).toEqual([
      ['/steps/open/expect/fields/Name', 'DANGLING_REFERENCE', 'read'],
      ['/steps/open/expect/fields/Nmae', 'DANGLING_REFERENCE', 'Name'],
      ['/steps/open/expect/offers/0', 'DANGLING_REFERENCE', 'Send'],
      ['/steps/parcel/expect/created/0/object', 'DANGLING_REFERENCE'],
      ['/steps/parcel/expect/seen', 'WRONG_EXPECTATION'],
      ['/steps/parcel/expect/values/Depot__r.Kode__c', 'DANGLING_REFERENCE', 'Code__c'],
      ['/steps/parcel/expect/values/Name', 'WRONG_REFERENCE'],
      ['/steps/parcel/expect/values/Sent_On__c/fact', 'WRONG_VALUE'],
      ['/steps/parcel/expect/values/Weight__c', 'WRONG_VALUE'],
      ['/steps/parcel/expect/values/Wieght__c', 'DANGLING_REFERENCE', 'Weight__c'],
      ['/steps/refused/expect/errors/0/rule', 'DANGLING_REFERENCE', 'Not_Heavy'],
      ['/steps/refused/expect/errors/1/guard', 'DANGLING_REFERENCE'],
      ['/steps/refused/expect/errors/2/field', 'DANGLING_REFERENCE', 'Weight__c'],
      ['/steps/refused/expect/errors/3', 'MISSING_ITEMS'],
      ['/steps/refused/expect/values', 'WRONG_EXPECTATION'],
      ['/steps/send/expect/errors/0/guard', 'DANGLING_REFERENCE', 'Weight known'],
      ['/steps/unseen/expect/editable', 'WRONG_EXPECTATION'],
    ]);
  });

  it('plays at a moment that exists', async () => {
    const steps = { sound: PACKED, parcel: { ...PACKED, now: 'tomorrow' } };
    expect(await problemsOf({ now: '2026-02-30T00:00:00Z', steps })).toEqual([
      ['/now', 'WRONG_VALUE'],
      ['/steps/parcel/now', 'INVALID_VALUE'],
    ]);
  });

  it('keeps nobody from changing what it tests: an org takes it with a warning', async () => {
    const steps = { parcel: { ...PACKED, expect: { errors: [{ rule: 'Long_Gone' }] } } };
    const model = await compileTestModel({ ...PARCELS, 'scenarios/Tried.json': scenarioFile({ steps }) });
    expect(model.objects.has('Parcel__c')).toBe(true);
  });
});

describe('the steps', () => {
  it('take and expect only what their schema has', () => {
    const { item } = scenarioKind.collections.steps ?? {};
    const properties = Object.keys(item?.properties ?? {});
    const expectations = Object.keys((item?.properties.expect as TObject | undefined)?.properties ?? {}); // the schema of an object
    for (const { needs, takes, expects } of Object.values(STEPS)) {
      expect(properties).toEqual(expect.arrayContaining([...needs, ...takes]));
      expect(expectations).toEqual(expect.arrayContaining([...expects]));
    }
    const used = new Set(
      Object.values(STEPS).flatMap(({ needs, takes }) => [...needs, ...takes, 'order', 'do', 'as', 'now', 'expect']),
    );
    expect([...used].sort()).toEqual(properties.sort());
    expect(new Set(Object.values(STEPS).flatMap(({ expects }) => expects))).toEqual(new Set(expectations));
  });
});
