import type { Json } from '../../../platform/json.ts';
import type { Live } from '../../../platform/physical/physical.ts';
import type { Context } from '../../../runtime/context.ts';
import { loadPrincipal, systemPrincipal } from '../../../runtime/security/load-principal.ts';
import type { Principal } from '../../../runtime/security/principal.ts';
import { type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { Records } from './records.ts';

const text = (label: string, more: Json = {}) => ({ label, type: 'Text', length: 255, order: 10, ...(more as object) });
const lookup = (label: string, references: string, more: Json = {}) => ({
  label,
  type: 'Lookup',
  references,
  order: 20,
  ...(more as object),
});
const object = (label: string, sharing: string) => ({
  label,
  pluralLabel: `${label}s`,
  nameField: { type: 'Text', label: 'Name' },
  sharing,
});

/** A little world with every way to open a record: owner, role, sharing rules, attributes, master and details. */
export const EXAMPLE_FILES: Files = {
  'objects/Area__c/object.json': object('Area', 'Read'),
  'objects/Area__c/fields/Code__c.json': text('Code', { externalId: true, unique: true }),
  'objects/Site__c/object.json': object('Site', 'Private'),
  'objects/Site__c/fields/Code__c.json': text('Code', { externalId: true }),
  'objects/Site__c/fields/Secret__c.json': text('Secret'),
  'objects/Site__c/fields/Kind__c.json': {
    label: 'Kind',
    type: 'Picklist',
    order: 30,
    values: { Open: { label: 'Open', order: 10 }, Closed: { label: 'Shut', order: 20 } },
  },
  'objects/Site__c/fields/Beds__c.json': { label: 'Beds', type: 'Number', precision: 8, scale: 1, order: 40 },
  'objects/Site__c/fields/Opened__c.json': { label: 'Opened', type: 'Date', order: 50 },
  'objects/Site__c/fields/Seen__c.json': { label: 'Seen', type: 'DateTime', order: 60 },
  'objects/Site__c/fields/Aims__c.json': {
    label: 'Aims',
    type: 'MultiPicklist',
    order: 70,
    values: { A: { label: 'A', order: 10 }, B: { label: 'B', order: 20 }, C: { label: 'C', order: 30 } },
  },
  'objects/Site__c/fields/Area__c.json': lookup('Area', 'Area__c'),
  'objects/Site__c/fields/Parent__c.json': lookup('Parent', 'Site__c', { childRelationship: 'Parts' }),
  'objects/Visit__c/object.json': object('Visit', 'ControlledByParent'),
  'objects/Visit__c/fields/Site__c.json': {
    label: 'Site',
    type: 'MasterDetail',
    references: 'Site__c',
    order: 10,
    childRelationship: 'Visits',
  },
  'objects/Note__c/object.json': object('Note', 'ControlledByParent'),
  'objects/Note__c/fields/Visit__c.json': {
    label: 'Visit',
    type: 'MasterDetail',
    references: 'Visit__c',
    order: 10,
    childRelationship: 'Notes',
  },
  'objects/Duty__c/object.json': object('Duty', 'Private'),
  'objects/Duty__c/fields/User__c.json': lookup('User', 'User'),
  'objects/Duty__c/fields/Area__c.json': lookup('Area', 'Area__c'),
  'objects/Duty__c/fields/Active__c.json': { label: 'Active', type: 'Checkbox', order: 30 },
  'roles/Director.json': { label: 'Director' },
  'roles/Manager.json': { label: 'Manager', parent: 'Director' },
  'roles/Advisor.json': { label: 'Advisor', parent: 'Manager' },
  'roles/Auditor.json': { label: 'Auditor' },
  'sharingRules/Sites_in_my_areas.json': {
    label: 'Sites in my areas',
    object: 'Site__c',
    access: 'Edit',
    sharedTo: { allUsers: true },
    userAttribute: {
      field: 'Area__c',
      object: 'Duty__c',
      userField: 'User__c',
      valueField: 'Area__c',
      where: { fact: 'Active__c', operator: 'equal', value: true },
    },
  },
  'sharingRules/Closed_sites_to_auditors.json': {
    label: 'Closed sites to auditors',
    object: 'Site__c',
    access: 'Read',
    sharedTo: { roles: ['Auditor'] },
    criteria: { fact: 'Kind__c', operator: 'equal', value: 'Closed' },
  },
  'sharingRules/Advisors_sites_to_helpers.json': {
    label: "Advisors' sites to helpers",
    object: 'Site__c',
    access: 'Edit',
    sharedTo: { groups: ['Helpers'] },
    ownedBy: { rolesAndSubordinates: ['Advisor'] },
  },
  'permissionSets/Sites_Reader.json': {
    label: 'Sites reader',
    objects: {
      Site__c: { read: true, create: true, edit: true, delete: true },
      Visit__c: { read: true, create: true, edit: true, delete: true },
      Note__c: { read: true, edit: true },
      Area__c: { read: true },
      User: { read: true },
    },
    fields: Object.fromEntries(
      ['Code__c', 'Kind__c', 'Beds__c', 'Opened__c', 'Seen__c', 'Aims__c', 'Area__c', 'Parent__c'].map((field) => [
        `Site__c.${field}`,
        { read: true, edit: true },
      ]),
    ),
  },
  'permissionSets/Sites_Secrets.json': {
    label: 'Sites secrets',
    fields: { 'Site__c.Secret__c': { read: true, edit: true } },
  },
  'permissionSets/Sites_All.json': { label: 'All sites', objects: { Site__c: { read: true, viewAll: true } } },
  'permissionSets/Auditing.json': { label: 'Auditing', system: { ViewAllData: {} } },
};

/** The example deployed, with ways to write rows and to act as somebody. */
export interface ExampleOrg {
  readonly org: TestOrg;
  readonly live: Live;
  readonly records: Records;
  as(userId: string): Promise<Context>;
  principal(userId: string): Promise<Principal>;
  system(): Context;
  close(): Promise<void>;
}

export const NOW = new Date('2026-05-14T15:00:00Z');

/** Deploys the example. */
export async function exampleOrg(files: Files = EXAMPLE_FILES): Promise<ExampleOrg> {
  const org = await testOrg({ files });
  const { live } = org;
  const principal = async (userId: string) => {
    const found = await loadPrincipal(org.pool, live, userId);
    if (!found) throw new Error(`No active user ${userId}`);
    return found;
  };
  return {
    org,
    live,
    records: await Records.open(org.pool, live),
    principal,
    as: async (userId) => ({ live, db: org.pool, principal: await principal(userId), now: NOW }),
    system: () => ({ live, db: org.pool, principal: systemPrincipal(live), now: NOW }),
    close: () => org.close(),
  };
}
