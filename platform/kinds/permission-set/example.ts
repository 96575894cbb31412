import type { Example } from '../example.ts';

/** What one kind of work needs. */
export const permissionSetExamples: readonly Example[] = [
  {
    component: 'Invoice_Clerk',
    title: 'Keeps invoices, reads suppliers, approves nothing',
    value: {
      label: 'Invoice clerk',
      description: 'Enters invoices and rejects those that are wrong.',
      system: { ApiEnabled: {} },
      apps: { Purchasing: {} },
      objects: {
        Invoice__c: { read: true, create: true, edit: true },
        Invoice_Line__c: { read: true, create: true, edit: true, delete: true },
        Supplier__c: { read: true },
      },
      fields: {
        'Invoice__c.Status__c': { read: true },
        'Invoice__c.Supplier_Number__c': { read: true, edit: true },
        'Invoice__c.Due__c': { read: true, edit: true },
        'Invoice__c.Reason__c': { read: true, edit: true },
      },
      actions: { 'Invoice__c.Reject': {} },
    },
  },
];
