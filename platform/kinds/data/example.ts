import type { Example } from '../example.ts';

/** Records that the package cannot do without. */
export const dataExamples: readonly Example[] = [
  {
    component: 'suppliers',
    title: 'Two suppliers, found by their codes at every deploy',
    value: {
      object: 'Supplier__c',
      key: 'Code__c',
      order: 10,
      records: { S001: { Name: 'Acme Paper' }, S002: { Name: 'Globex Print' } },
    },
  },
];
