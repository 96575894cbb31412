import { beforeAll, describe, expect, it } from 'vitest';
import { compileModel } from '../../../platform/layers/compile.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import type { Model, PermissionSetDef } from '../../../platform/layers/model.ts';
import { EMPTY_ORG_LAYER } from '../../../platform/layers/org-layer.ts';
import { compilePermissions } from '../../../runtime/security/permissions.ts';
import { visibleNames } from '../../../runtime/security/visible-names.ts';
import { loadTestPackages } from '../../support/org.ts';
import { EXAMPLE_FILES } from './example-org.ts';

let model: Model;
beforeAll(async () => {
  const packages = await loadTestPackages([], EXAMPLE_FILES);
  const compiled = compileModel({ packages, ...mergeLayers({ packages, org: EMPTY_ORG_LAYER }) });
  if (!compiled.model) throw new Error(JSON.stringify(compiled.problems));
  model = compiled.model;
});

const granting = (set: Partial<PermissionSetDef>) => {
  const full: PermissionSetDef = {
    name: 'Set',
    label: 'Set',
    description: '',
    system: [],
    apps: [],
    objects: new Map(),
    fields: new Map(),
    actions: new Set(),
    ...set,
  };
  return compilePermissions({ ...model, permissionSets: new Map([['Set', full]]) }, ['Set']);
};

describe('compilePermissions', () => {
  it('grants nothing for no set, and nothing for a set that is gone', () => {
    for (const permissions of [compilePermissions(model, []), compilePermissions(model, ['No_Such_Set'])]) {
      expect(permissions.objects.size).toBe(0);
      for (const { name, fields } of model.objects.values())
        for (const field of fields.keys()) expect(permissions.readableFields.has(`${name}.${field}`)).toBe(false);
    }
  });

  it('adds sets up', () => {
    const both = compilePermissions(model, ['Sites_Reader', 'Sites_Secrets']);
    expect(both.readableFields.has('Site__c.Secret__c')).toBe(true);
    expect(compilePermissions(model, ['Sites_Secrets']).readableFields.has('Site__c.Secret__c')).toBe(false);
    expect(compilePermissions(model, ['Sites_Secrets', 'Sites_Reader', 'Sites_Reader'])).toBe(both);
  });

  it('lets who may change something read it, and no more', () => {
    const access = (row: object) => granting({ objects: new Map([['Site__c', row]]) }).objects.get('Site__c');
    const none = { read: false, create: false, edit: false, delete: false, viewAll: false, modifyAll: false };
    expect(access({})).toBeUndefined();
    expect(access({ read: true })).toEqual({ ...none, read: true });
    expect(access({ edit: true })).toEqual({ ...none, read: true, edit: true });
    expect(access({ delete: true })).toEqual({ ...none, read: true, edit: true, delete: true });
    expect(access({ viewAll: true })).toEqual({ ...none, read: true, viewAll: true });
    expect(access({ modifyAll: true })).toEqual({
      ...none,
      read: true,
      edit: true,
      delete: true,
      viewAll: true,
      modifyAll: true,
    });
  });

  it('opens system, required and master fields with the object, other fields by their own rows', () => {
    const permissions = granting({
      objects: new Map([
        ['Site__c', { read: true }],
        ['Visit__c', { read: true, edit: true }],
      ]),
      fields: new Map([
        ['Site__c.Code__c', { edit: true }],
        ['Area__c.Code__c', { read: true }],
      ]),
    });
    const readable = (name: string) => permissions.readableFields.has(name);
    expect([readable('Site__c.Id'), readable('Site__c.Name'), readable('Visit__c.Site__c')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([readable('Site__c.Code__c'), readable('Site__c.Beds__c'), readable('Area__c.Code__c')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(permissions.editableFields.has('Site__c.Code__c')).toBe(false);
    expect(permissions.editableFields.has('Visit__c.Name')).toBe(true);
    expect(permissions.editableFields.has('Visit__c.CreatedDate')).toBe(false);
  });

  it('opens all records to ViewAllData, and all records and fields to ModifyAllData', () => {
    const viewer = granting({ system: ['ViewAllData'] });
    expect(viewer.objects.get('Duty__c')).toMatchObject({ read: true, viewAll: true, edit: false });
    expect(viewer.readableFields.has('Site__c.Secret__c')).toBe(false);
    const admin = granting({ system: ['ModifyAllData'] });
    expect(admin.objects.get('Duty__c')).toMatchObject({ create: true, delete: true, modifyAll: true });
    expect(admin.editableFields.has('Site__c.Secret__c')).toBe(true);
  });
});

describe('visibleNames', () => {
  it('knows hidden objects, fields and relationships as little as those that do not exist', () => {
    const names = visibleNames(model, compilePermissions(model, ['Sites_Reader']));
    const site = names.object('SITE__C');
    if (!site) throw new Error('Site__c is readable');
    expect([names.object('Duty__c'), names.object('No_such__c')]).toEqual([undefined, undefined]);
    expect(names.field(site, 'secret__c')).toBeUndefined();
    expect(names.field(site, 'CODE__c')?.name).toBe('Code__c');
    expect(names.relationship(site, 'area__r')?.target.name).toBe('Area__c');
    expect(names.fieldNames(site)).not.toContain('Secret__c');
    expect(names.objectNames()).not.toContain('Duty__c');
    const [group] = [visibleNames(model, compilePermissions(model, ['Sites_All'])).object('Site__c')];
    if (!group) throw new Error('Site__c is readable');
    expect(visibleNames(model, compilePermissions(model, ['Sites_All'])).relationship(group, 'Owner')).toBeUndefined();
  });
});
