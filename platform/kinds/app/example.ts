import type { Example } from '../example.ts';

/** An app of two objects. */
export const appExamples: readonly Example[] = [
  {
    component: 'Purchasing',
    title: 'Two tabs, one under a name of its own',
    value: {
      label: 'Purchasing',
      description: 'Invoices and those who send them.',
      order: 10,
      tabs: { Invoice__c: { order: 10 }, Supplier__c: { order: 20, label: 'Our suppliers' } },
    },
  },
];
