import type { Example } from '../example.ts';

/** Sharing by criteria. */
export const sharingRuleExamples: readonly Example[] = [
  {
    component: 'Approved_Invoices_For_Bookkeepers',
    title: 'Bookkeepers read every invoice once it is approved, whoever owns it',
    value: {
      label: 'Approved invoices for bookkeepers',
      description: 'They pay them.',
      object: 'Invoice__c',
      access: 'Read',
      sharedTo: { rolesAndSubordinates: ['Bookkeeper'] },
      criteria: { fact: 'Status__c', operator: 'equal', value: 'Approved' },
    },
  },
];
