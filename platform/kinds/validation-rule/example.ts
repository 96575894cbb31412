import type { Example } from '../example.ts';

/** A rule over two fields. */
export const validationRuleExamples: readonly Example[] = [
  {
    component: 'Invoice__c.Amount_Is_Positive',
    title: 'Refuses what can be no invoice; the message stands at the field',
    value: {
      description: 'Credit notes are not handled here.',
      order: 10,
      active: true,
      errorCondition: { fact: 'Amount__c', operator: 'lessThanInclusive', value: 0 },
      errorMessage: 'The amount must be more than 0.',
      errorDisplayField: 'Amount__c',
    },
  },
];
