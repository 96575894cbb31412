import type { Example } from '../example.ts';

/** One about an action and who may take it, one about a rule and a list. */
export const scenarioExamples: readonly Example[] = [
  {
    component: 'Clerks_Approve_Nothing',
    title: 'A clerk enters an invoice, may not approve it, and rejects it',
    value: {
      label: 'Clerks reject invoices and approve none',
      traces: ['REQ-12'],
      as: 'clerk',
      people: { clerk: { order: 10, permissionSets: ['Invoice_Clerk'], role: 'Bookkeeper' } },
      steps: {
        invoice: {
          order: 10,
          do: 'create',
          object: 'Invoice__c',
          values: { Amount__c: 120.5, Supplier__r: { Code__c: 'S001' } },
          expect: { values: { Status__c: 'New', OwnerId: { ref: 'clerk' } }, created: [{ object: 'Invoice__c' }] },
        },
        page: {
          order: 20,
          do: 'open',
          record: 'invoice',
          expect: { editable: true, withholds: ['Approve'], fields: { Status__c: 'read' } },
        },
        reject: {
          order: 30,
          do: 'action',
          record: 'invoice',
          action: 'Reject',
          inputs: { Reason__c: 'Paid already.' },
          expect: { values: { Status__c: 'Rejected' } },
        },
      },
    },
  },
  {
    component: 'Decided_Invoices_Leave_The_List',
    title: 'Records that are there before, a refusal by a rule, and a list on a certain day',
    value: {
      label: 'What is decided is to be decided no more',
      now: '2026-03-02T09:00:00Z',
      people: { head: { order: 10, permissionSets: ['Invoice_Clerk'] } },
      given: {
        acme: { order: 10, object: 'Supplier__c', where: { fact: 'Code__c', operator: 'equal', value: 'S001' } },
        invoice: {
          order: 20,
          object: 'Invoice__c',
          values: { Amount__c: 80, Supplier__c: { ref: 'acme' }, Status__c: 'Rejected', OwnerId: { ref: 'head' } },
        },
      },
      steps: {
        nothing: {
          order: 10,
          as: 'head',
          do: 'update',
          record: 'invoice',
          values: { Amount__c: 0 },
          expect: { errors: [{ rule: 'Amount_Is_Positive', field: 'Amount__c' }] },
        },
        list: {
          order: 20,
          as: 'head',
          do: 'list',
          object: 'Invoice__c',
          view: 'Due_Soon',
          expect: { lacks: ['invoice'], count: 0 },
        },
      },
    },
  },
];
