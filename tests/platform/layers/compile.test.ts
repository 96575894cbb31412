import { beforeAll, describe, expect, it } from 'vitest';
import { compileModel } from '../../../platform/layers/compile.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { findField, findObject, findRelationship } from '../../../platform/layers/find.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import type { Model, ObjectDef } from '../../../platform/layers/model.ts';
import { type Edit, EMPTY_ORG_LAYER } from '../../../platform/layers/org-layer.ts';
import type { Package } from '../../../platform/packages/element.ts';
import { loadFiles } from '../support/check-files.ts';
import { ORDERS } from '../support/orders.ts';

let packages: readonly Package[];
let model: Model;
let order: ObjectDef;

beforeAll(async () => {
  ({ packages } = await loadFiles(ORDERS));
  const compiled = compile([]);
  expect(compiled.problems).toEqual([]);
  model = compiled.model ?? expect.fail('There is a model');
  order = findObject(model, 'ORDER__C') ?? expect.fail('There is an object');
});

describe('the model', () => {
  it('gives every object the system fields, before its own in their order', () => {
    expect([...order.fields.keys()]).toEqual([
      'Id',
      'Name',
      'OwnerId',
      'CreatedDate',
      'CreatedById',
      'LastModifiedDate',
      'LastModifiedById',
      'SystemModstamp',
      'IsDeleted',
      'Status__c',
      'Code__c',
      'Total__c',
      'Due__c',
      'Buyer__c',
    ]);
    expect(order.fields.get('Name')).toMatchObject({ type: 'AutoNumber', format: 'O-{0000}', isWritable: false });
  });

  it('gives a detail its master and no owner', () => {
    const line = model.objects.get('Line__c');
    expect(line?.masterField).toBe('Order__c');
    expect(line?.fields.has('OwnerId')).toBe(false);
    expect(line?.fields.get('Order__c')).toMatchObject({
      isRequired: true,
      onDelete: 'cascade',
      relationshipName: 'Order__r',
    });
    expect(order.children).toEqual([{ name: 'Lines__r', label: 'Lines', object: 'Line__c', field: 'Order__c' }]);
  });

  it('fills in what a type says where the field says nothing', () => {
    expect(order.fields.get('Total__c')).toMatchObject({ precision: 10, scale: 2, isRequired: false, help: '' });
    expect(model.objects.get('User')?.fields.get('FederationIdentifier')).toMatchObject({
      length: 255,
      isUnique: true,
    });
    expect(order.fields.get('Status__c')).toMatchObject({ defaultValue: 'Draft' });
    expect(order.fields.get('Status__c')?.values?.map(({ value }) => value)).toEqual(['Draft', 'Sent', 'Closed']);
  });

  it('gives an object without a list view one of all records, so that it can be opened', () => {
    const bare = [...model.objects.values()].find(({ name }) => !declaredViews().has(name));
    const [view] = [...(bare?.listViews.values() ?? [])];
    expect(view).toMatchObject({ name: 'All', label: 'All' });
    expect(view?.columns[0]).toEqual({ path: 'Name' });
  });

  it('finds names whatever their case', () => {
    expect(findField(order, 'status__C')?.name).toBe('Status__c');
    expect(findRelationship(order, 'buyer__R')?.name).toBe('Buyer__c');
    expect(findRelationship(order, 'Owner')?.name).toBe('OwnerId');
    expect(findField(order, 'constructor')).toBeUndefined();
  });

  it('cannot be changed', () => {
    expect(() => (model.objects as Map<string, unknown>).set('X', {})).toThrow(TypeError);
    expect(() => Object.assign(order, { label: 'x' })).toThrow(TypeError);
    const values = order.fields.get('Status__c')?.values as unknown as unknown[]; // as if it could be changed
    expect(() => values.push(1)).toThrow(TypeError);
  });

  it('lets the system administrator see every field of every system object', () => {
    const granted = model.permissionSets.get('System_Administrator');
    const system = [...model.objects.values()].filter(({ isSystem }) => isSystem);
    expect([...(granted?.objects.keys() ?? [])].sort()).toEqual(system.map(({ name }) => name).sort());
    const own = system.flatMap(({ name, fields }) =>
      [...fields.values()].filter(({ isSystem }) => !isSystem).map((field) => `${name}.${field.name}`),
    );
    expect([...(granted?.fields.keys() ?? [])].sort()).toEqual(own.sort());
  });
});

describe("an admin's change", () => {
  it('is in the model, which knows who made it', () => {
    const compiled = compile([
      { op: 'set', element: 'field:Order__c.Weight__c', properties: { label: 'Weight', type: 'Number', order: 60 } },
      { op: 'set', element: 'field:Order__c.Status__c/values:Lost', properties: { label: 'Lost', order: 25 } },
    ]);
    expect(compiled.problems).toEqual([]);
    const changed = compiled.model?.objects.get('Order__c');
    expect(changed?.fields.get('Weight__c')).toMatchObject({ type: 'Number', precision: 18, scale: 0 });
    expect(changed?.fields.get('Status__c')?.values?.map(({ value }) => value)).toEqual([
      'Draft',
      'Sent',
      'Lost',
      'Closed',
    ]);
    expect(compiled.model?.origins.get('field:Order__c.Weight__c')?.label).toMatchObject({ layer: 'org', by: 'admin' });
  });

  it('that breaks something is explained at the element, and there is no model', () => {
    const { model: none, problems } = compile([{ op: 'remove', element: 'field:Order__c.Due__c' }]);
    expect(none).toBeUndefined();
    expect(problems.map(({ code, file, pointer }) => [code, file, pointer])).toEqual([
      ['DANGLING_REFERENCE', 'objects/Order__c/actions/Send.json', '/inputs/Due__c'],
      ['DANGLING_REFERENCE', 'objects/Order__c/listViews/Open.json', '/sort/0/field'],
    ]);
  });

  it('that is wrong itself is in no file', () => {
    const rule = 'validationRule:Order__c.Total_Positive';
    const errorCondition = { fact: 'Gone__c', operator: 'isBlank', value: true };
    const { problems } = compile([{ op: 'set', element: rule, properties: { errorCondition } }]);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'UNKNOWN_FACT',
        element: rule,
        pointer: '/errorCondition/fact',
        found: 'Gone__c',
      }),
    ]);
    expect(problems[0]?.file).toBeUndefined();
  });

  it('needs the ending of custom names, too', () => {
    const { problems } = compile([
      { op: 'set', element: 'field:Order__c.Weight', properties: { label: 'Weight', type: 'Number', order: 60 } },
    ]);
    expect(problems).toEqual([expect.objectContaining({ code: 'INVALID_NAME', suggestion: 'Weight__c' })]);
  });
});

function compile(edits: readonly Edit[]) {
  const { org } = applyEdits({ packages, org: EMPTY_ORG_LAYER, edits, by: 'admin', at: '2026-01-01T00:00:00.000Z' });
  const { elements, origins } = mergeLayers({ packages, org });
  return compileModel({ packages, elements, origins });
}

/** Objects for which a package declares a list view. */
function declaredViews(): ReadonlySet<string> {
  const elements = packages.flatMap((each) => [...each.elements.values()]);
  return new Set(
    elements.filter(({ kind }) => kind === 'listView').map(({ component }) => component.split('.')[0] ?? ''),
  );
}
