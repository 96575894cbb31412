import type { Example } from '../example.ts';

/** A page with everything that pages have. */
export const pageExamples: readonly Example[] = [
  {
    component: 'Invoice_Record',
    title: 'Key facts, a status path, a section and the lines of the invoice',
    value: {
      label: 'Invoice page',
      object: 'Invoice__c',
      pathField: 'Status__c',
      highlights: { 'Supplier__r.Name': { order: 10 }, Amount__c: { order: 20 }, Due__c: { order: 30 } },
      pathSteps: { New: { order: 10 }, Approved: { order: 20 }, Paid: { order: 30 } },
      sections: {
        invoice: {
          label: 'Invoice',
          order: 10,
          columns: 2,
          items: {
            Name: { order: 10 },
            Supplier__c: { order: 20 },
            Supplier_Number__c: { order: 30 },
            Amount__c: { order: 40 },
            Due__c: { order: 50 },
          },
        },
      },
      relatedLists: { Lines__r: { order: 10, columns: { Name: { order: 10 } } } },
    },
  },
];
