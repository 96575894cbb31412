import type { Example } from '../example.ts';

/** A work list. */
export const listViewExamples: readonly Example[] = [
  {
    component: 'Invoice__c.Due_Soon',
    title: 'What is to be decided, the most urgent first',
    value: {
      label: 'To be decided',
      order: 10,
      filter: {
        all: [
          { fact: 'Status__c', operator: 'in', value: ['New', 'Approved'] },
          { not: { fact: 'Due__c', operator: 'isBlank', value: true } },
        ],
      },
      sort: [{ field: 'Due__c', direction: 'asc' }],
      columns: {
        Name: { order: 10 },
        'Supplier__r.Name': { order: 20, label: 'Supplier' },
        Amount__c: { order: 30 },
        Due__c: { order: 40 },
      },
    },
  },
];
