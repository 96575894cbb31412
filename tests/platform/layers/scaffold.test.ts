import { beforeAll, describe, expect, it } from 'vitest';
import { FIELD_TYPE_NAMES } from '../../../platform/fields/field-type.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { kindExamples } from '../../../platform/kinds/examples.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { KIND_NAMES, type KindName } from '../../../platform/kinds/kind.ts';
import { fileOfComponent } from '../../../platform/kinds/kind-path.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { EMPTY_ORG_LAYER } from '../../../platform/layers/org-layer.ts';
import {
  labelOfName,
  planScaffold,
  type ScaffoldPlace,
  type ScaffoldRequest,
} from '../../../platform/layers/scaffold.ts';
import { checkFiles, loadFiles, type TestFiles } from '../support/check-files.ts';

/** The examples of all kinds, as a package to add to. */
const FILES: TestFiles = Object.fromEntries(
  KIND_NAMES.flatMap((kind) =>
    kindExamples[kind].map(({ component, value }) => [fileOfComponent({ kind, component }), value]),
  ),
);
let place: ScaffoldPlace;
beforeAll(async () => {
  const { packages, app } = await loadFiles(FILES);
  const { elements } = mergeLayers({ packages, org: EMPTY_ORG_LAYER });
  place = { packages, elements, owner: app.name };
});

const OBJECTS = kindExamples.object.map(({ component }) => component);

/** The first of the example objects that a new component of the kind can be about. */
function plan(kind: KindName, name: string, given: JsonObject = {}) {
  const isPart = kinds[kind].path.includes('{object}');
  const plans = OBJECTS.map((object) =>
    planScaffold(place, { kind, name: isPart ? `${object}.${name}` : name, object, given }),
  );
  return plans.find((each) => 'path' in each) ?? plans[0];
}

function faultsOf(request: Partial<ScaffoldRequest> & Pick<ScaffoldRequest, 'kind' | 'name'>): readonly string[] {
  const scaffold = planScaffold(place, { given: {}, ...request });
  return 'faults' in scaffold ? scaffold.faults : [];
}

describe('a first file', () => {
  it.each(KIND_NAMES.filter((kind) => kind !== 'package'))(
    'of the kind %s is one about which the check has nothing to say',
    async (kind) => {
      const scaffold = plan(kind, kind === 'object' || kind === 'field' ? 'Thing__c' : 'Thing');
      expect(scaffold).toHaveProperty('path');
      if (!scaffold || !('path' in scaffold)) return;
      expect(FILES).not.toHaveProperty([scaffold.path]);
      expect(await checkFiles({ ...FILES, [scaffold.path]: scaffold.text })).toEqual([]);
    },
  );

  it.each(FIELD_TYPE_NAMES)('of a field of the type %s says what the type cannot do without', async (type) => {
    const isReference = type === 'Lookup' || type === 'MasterDetail';
    // A master changes the sharing of its detail; the example that has one already is refused a second.
    const scaffold = plan('field', 'Thing__c', { type, ...(isReference ? { references: 'Supplier__c' } : {}) });
    if (!scaffold || !('path' in scaffold)) throw new Error(JSON.stringify(scaffold));
    const problems = await checkFiles({ ...FILES, [scaffold.path]: scaffold.value });
    if (type === 'MasterDetail') {
      expect(problems.map(({ code }) => code)).toContain('WRONG_SHARING');
      expect(scaffold.next.join()).toContain('"sharing": "ControlledByParent"');
    } else expect(problems).toEqual([]);
  });

  it('takes the next place and a label from its name', () => {
    const scaffold = planScaffold(place, { kind: 'field', name: 'Invoice__c.Paid_On__c', given: { type: 'Date' } });
    expect(scaffold).toMatchObject({ value: { label: 'Paid on', type: 'Date', order: 70 } });
    expect(['Due_Date__c', 'DueDate', 'VAT_ID__c', '@acme/late-orders'].map(labelOfName)).toEqual([
      'Due date',
      'Due date',
      'VAT ID',
      'Late orders',
    ]);
  });

  it('holds what a person gave, in place of what was suggested', () => {
    const given = { nameField: { type: 'AutoNumber', format: 'T-{000}' }, sharing: 'Read' };
    const scaffold = planScaffold(place, { kind: 'object', name: 'Thing__c', given });
    expect(scaffold).toMatchObject({
      value: { nameField: { type: 'AutoNumber', label: 'Thing name', format: 'T-{000}' }, sharing: 'Read' },
    });
  });

  it('can be followed by one that builds on it', () => {
    const first = planScaffold(place, { kind: 'object', name: 'Thing__c', given: {} });
    if (!('path' in first)) throw new Error(first.faults.join());
    const second = planScaffold(first.place, { kind: 'page', name: 'Thing_Record', given: {} });
    expect(second).toMatchObject({ path: 'pages/Thing_Record.json', value: { object: 'Thing__c' } });
  });
});

describe('a first file is refused', () => {
  it('under a name that cannot be one, is taken, or lacks its object', () => {
    expect(faultsOf({ kind: 'object', name: 'Thing' })).toEqual([
      'Only standard objects have names without an ending; call it Thing__c.',
    ]);
    expect(faultsOf({ kind: 'role', name: 'bookkeeper' })[0]).toContain('The role Bookkeeper is there already');
    expect(faultsOf({ kind: 'field', name: 'Due__c' })[0]).toContain('parts of an object');
    expect(faultsOf({ kind: 'field', name: 'Invoise__c.Due_On__c' })).toEqual([
      'There is no object "Invoise__c". Did you mean Invoice__c?',
    ]);
    expect(faultsOf({ kind: 'sharingRule', name: 'Thing' })[0]).toContain('--object');
    const [long = ''] = faultsOf({ kind: 'role', name: 'x'.repeat(300) });
    expect(long).toContain('at most 43');
    expect(long.length).toBeLessThan(200);
  });

  it('with properties that the kind has not, or values that do not fit', () => {
    expect(faultsOf({ kind: 'role', name: 'Thing', given: { parnet: 'Bookkeeper' } })).toEqual([
      '/parnet: There is no property "parnet" here. Did you mean "parent"?',
    ]);
    expect(faultsOf({ kind: 'role', name: 'Thing', given: { parent: 'Bookeeper' } })[0]).toContain('Bookkeeper');
    expect(faultsOf({ kind: 'field', name: 'Invoice__c.X__c', given: { type: 'Txt' } })[0]).toContain(
      'Did you mean Text?',
    );
  });

  it('where what it needs is missing, with what to do', () => {
    expect(faultsOf({ kind: 'action', name: 'Supplier__c.Close' })[0]).toContain(
      'formwork new field Supplier__c.Status__c',
    );
    expect(faultsOf({ kind: 'page', name: 'Second', object: 'Invoice__c' })[0]).toContain('Invoice_Record');
    expect(faultsOf({ kind: 'data', name: 'lines', object: 'Invoice_Line__c' })[0]).toContain('external id');
    expect(faultsOf({ kind: 'field', name: 'Invoice__c.X__c', given: { type: 'Lookup' } })[0]).toContain('references');
  });
});
