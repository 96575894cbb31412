import type { Example } from '../example.ts';

/** Two people over one invoice. */
export const scenarioExamples: readonly Example[] = [
  {
    component: 'Clerk_Rejects_With_A_Reason',
    title: 'Without a reason the action is refused, with one the state moves',
    value: {
      label: 'A clerk rejects an invoice and says why',
      now: '2026-03-02T09:00:00Z',
      as: 'clerk',
      people: { clerk: { order: 10, permissionSets: ['Invoice_Clerk'], role: 'Bookkeeper' } },
      given: {
        supplier: { order: 10, object: 'Supplier__c', values: { Name: 'Initech', Code__c: 'S900' } },
        invoice: {
          order: 20,
          object: 'Invoice__c',
          values: { Supplier__c: { ref: 'supplier' }, OwnerId: { ref: 'clerk' }, Amount__c: 120, Status__c: 'New' },
        },
      },
      steps: {
        no_reason: {
          order: 10,
          do: 'action',
          record: 'invoice',
          action: 'Reject',
          expect: { errors: [{ field: 'Reason__c' }] },
        },
        reason: {
          order: 20,
          do: 'action',
          record: 'invoice',
          action: 'Reject',
          inputs: { Reason__c: 'Nobody ordered this.' },
          expect: { values: { Status__c: 'Rejected' } },
        },
      },
    },
  },
];
