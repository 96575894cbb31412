import { describe, expect, it } from 'vitest';
import type { Json } from '../../../platform/json.ts';
import { applyEdits } from '../../../platform/layers/edits.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { type Edit, EMPTY_ORG_LAYER, type OrgLayer } from '../../../platform/layers/org-layer.ts';
import type { Package } from '../../../platform/packages/element.ts';
import { loadFiles } from '../support/check-files.ts';
import { ORDERS } from '../support/orders.ts';

const { packages } = await loadFiles(ORDERS);
const STATUS = 'field:Order__c.Status__c';

describe('edits of an admin', () => {
  it('change what a package says without touching the package', () => {
    const { org } = apply([{ op: 'set', element: STATUS, properties: { label: 'State' } }]);
    expect(org.changed.get(STATUS)?.label).toMatchObject({ ours: 'State', base: 'Status', by: 'admin' });
    expect(org.added.size).toBe(0);
  });

  it('that say what the package says are no change', () => {
    const first = apply([{ op: 'set', element: STATUS, properties: { label: 'State' } }]);
    const second = apply([{ op: 'set', element: STATUS, properties: { label: 'Status' } }], first.org);
    expect(second.org.changed.size).toBe(0);
  });

  it('add elements, and change and remove them again', () => {
    const value = `${STATUS}/values:Lost`;
    const added = apply([{ op: 'set', element: value, properties: { label: 'Lost', order: 40 } }]);
    expect(added.org.added.get(value)).toMatchObject({ owner: 'org', path: ['values', 'Lost'], by: 'admin' });
    const changed = apply([{ op: 'unset', element: value, property: 'order' }], added.org);
    expect(changed.org.added.get(value)?.properties).toEqual({ label: 'Lost' });
    const gone = apply([{ op: 'remove', element: value }], changed.org);
    expect(gone.org).toEqual(EMPTY_ORG_LAYER);
  });

  it('take an element out with all its items, and put it back', () => {
    const { org } = apply([
      { op: 'set', element: `${STATUS}/values:Lost`, properties: { label: 'Lost', order: 40 } },
      { op: 'set', element: `${STATUS}/values:Sent`, properties: { label: 'Gone out' } },
      { op: 'remove', element: STATUS },
    ]);
    expect([...org.removed.keys()]).toEqual([STATUS]);
    expect(org.changed.size + org.added.size).toBe(0);
    expect(ids(org).filter((id) => id.startsWith(STATUS))).toEqual([]);
    const back = apply([{ op: 'reset', element: STATUS }], org);
    expect(ids(back.org)).toEqual(ids(EMPTY_ORG_LAYER));
  });

  it('that take out an object take its fields, rules, actions and views along', () => {
    const { org } = apply([{ op: 'remove', element: 'object:Order__c' }]);
    expect(ids(org).filter((id) => /^[a-zA-Z]+:Order__c/.test(id))).toEqual([]);
    expect(ids(org)).toContain('field:Line__c.Order__c');
  });

  it('remove a property and reset it', () => {
    const rule = 'validationRule:Order__c.Total_Positive';
    const unset = apply([{ op: 'unset', element: rule, property: 'errorDisplayField' }]);
    expect(effective(unset.org).get(rule)?.properties).not.toHaveProperty('errorDisplayField');
    const reset = apply([{ op: 'reset', element: rule, property: 'errorDisplayField' }], unset.org);
    expect(reset.org).toEqual(EMPTY_ORG_LAYER);
  });

  it('that name what is not there are problems; the others still apply', () => {
    const { org, problems } = apply([
      { op: 'unset', element: 'field:Order__c.Statu__c', property: 'help' },
      { op: 'remove', element: 'nonsense' },
      { op: 'set', element: 'role:Boss/values:x', properties: {} },
      { op: 'reset', element: 'role:New' },
      { op: 'set', element: 'role:Boss', properties: { label: 'Chief' } },
    ]);
    expect(problems.map(({ code, element, suggestion }) => [code, element, suggestion])).toEqual([
      ['UNKNOWN_ELEMENT', 'field:Order__c.Statu__c', STATUS],
      ['INVALID_ELEMENT', 'nonsense', undefined],
      ['INVALID_ELEMENT', 'role:Boss/values:x', undefined],
      ['UNKNOWN_ELEMENT', 'role:New', undefined],
    ]);
    expect(org.changed.get('role:Boss')?.label?.ours).toBe('Chief');
  });

  it('cannot reach the prototype of anything', () => {
    const properties = JSON.parse('{ "label": "x", "__proto__": { "polluted": true } }');
    const { problems } = apply([
      { op: 'set', element: 'role:Boss', properties },
      { op: 'set', element: 'app:Sales/tabs:__proto__', properties: { order: 1 } },
      { op: 'unset', element: 'role:Boss', property: '__proto__' },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(['FORBIDDEN_KEY', 'INVALID_ELEMENT']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('take nothing away that sign-in and access stand on', () => {
    const { org, problems } = apply([
      { op: 'remove', element: 'object:PermissionSet' },
      { op: 'remove', element: 'field:User.IsActive' },
      { op: 'remove', element: 'permissionSet:System_Administrator' },
      { op: 'remove', element: 'permissionSet:System_Administrator/system:ManageUsers' },
      { op: 'set', element: 'field:User.Username', properties: { label: 'Sign-in name', unique: false } },
      { op: 'unset', element: 'field:User.Username', property: 'unique' },
      { op: 'set', element: 'object:UserRole', properties: { nameField: { type: 'AutoNumber', label: 'Role' } } },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(Array(7).fill('ENGINE_ELEMENT'));
    expect(ids(org)).toEqual(ids(EMPTY_ORG_LAYER));
    expect(org.changed.get('field:User.Username')).toEqual({
      label: expect.objectContaining({ ours: 'Sign-in name' }),
    });
  });

  it('nest no deeper than the files of packages', () => {
    const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    const set = (help: Json): Edit => ({ op: 'set', element: STATUS, properties: { help } });
    expect(apply([set(deep(60))]).problems).toEqual([]);
    expect(apply([set(deep(62)), set(deep(100_000))]).problems.map(({ code }) => code)).toEqual([
      'TOO_DEEP',
      'TOO_DEEP',
    ]);
  });
});

function apply(edits: readonly Edit[], org: OrgLayer = EMPTY_ORG_LAYER) {
  return applyEdits({ packages, org, edits, by: 'admin', at: '2026-01-01T00:00:00.000Z' });
}

function effective(org: OrgLayer) {
  return mergeLayers({ packages: packages as Package[], org }).elements;
}

function ids(org: OrgLayer): string[] {
  return [...effective(org).keys()].sort();
}
