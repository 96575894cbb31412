import { describe, expect, it } from 'vitest';
import { allocate, EMPTY_ALLOCATION, physicalOf } from '../../../platform/physical/allocate.ts';
import { compileTestModel } from '../../support/model.ts';
import { field, object } from '../deploy/order-files.ts';

describe('an allocation', () => {
  it('gives known objects the prefixes that clients know, and others the next free one', async () => {
    const model = await compileTestModel({
      'objects/B__c/object.json': object('B'),
      'objects/A__c/object.json': object('A'),
    });
    const physical = physicalOf('s', allocate(model));
    expect(physical.keyPrefix('User')).toBe('005');
    expect(physical.keyPrefix('PermissionSetAssignment')).toBe('0Pa');
    expect(physical.keyPrefix('A__c')).toBe('a00');
    expect(physical.keyPrefix('B__c')).toBe('a01');
    expect(physical.objectOfPrefix('a01')).toBe('B__c');
    expect(physical.objectOfPrefix('zzz')).toBeUndefined();
  });

  it('never changes what it gave', async () => {
    const first = allocate(await compileTestModel({ 'objects/B__c/object.json': object('B') }));
    const both = await compileTestModel({
      'objects/B__c/object.json': object('B'),
      'objects/A__c/object.json': object('A'),
    });
    const second = allocate(both, first);
    expect(second.objects.B__c).toEqual(first.objects.B__c);
    expect(second.objects.A__c?.prefix).toBe('a01');
    expect(allocate(await compileTestModel(), second)).toEqual(second);
  });

  it('keeps fields away from the columns that every table has', async () => {
    const files = {
      'package.json': { name: '@formwork/test', version: '1.0.0', formwork: { label: 'Test' } },
      'objects/Sale/object.json': object('Sale'),
      'objects/Sale/fields/Version.json': field('Text'),
      'objects/Sale/fields/Owner_Id.json': field('Text'),
      'objects/Sale/fields/Ctid.json': field('Text'),
    };
    const physical = physicalOf('s', allocate(await compileTestModel(files)));
    expect(physical.column('Sale', 'Version')).toBe('version_2');
    expect(physical.column('Sale', 'Owner_Id')).toBe('owner_id_2');
    expect(physical.column('Sale', 'Ctid')).toBe('ctid_2');
    expect(physical.column('Sale', 'OwnerId')).toBe('owner_id');
  });

  it('knows no name that it did not give', () => {
    const physical = physicalOf('s', EMPTY_ALLOCATION);
    for (const name of ['Order', 'constructor', '__proto__', 'toString'])
      expect(() => physical.table(name)).toThrow('No physical name was allocated');
  });
});
