import type { Example } from '../example.ts';

/** A likely step, and one that asks for a reason. */
export const actionExamples: readonly Example[] = [
  {
    component: 'Invoice__c.Approve',
    title: 'Moves an invoice on, unless its owner is the one who acts',
    value: {
      label: 'Approve',
      description: 'The invoice goes on to be paid.',
      order: 10,
      stateField: 'Status__c',
      from: ['New'],
      to: 'Approved',
      emphasis: 'primary',
      guards: {
        four_eyes: {
          order: 10,
          errorCondition: { fact: 'OwnerId', operator: 'equal', value: { fact: '$User.Id' } },
          errorMessage: 'Somebody else must approve your own invoice.',
        },
      },
    },
  },
  {
    component: 'Invoice__c.Reject',
    title: 'Asks for a reason, and empties a date',
    value: {
      label: 'Reject',
      order: 20,
      stateField: 'Status__c',
      from: ['New', 'Approved'],
      to: 'Rejected',
      emphasis: 'danger',
      inputs: { Reason__c: { order: 10, required: true, message: 'Say why, so that the supplier can be told.' } },
      sets: { Due__c: { value: null } },
    },
  },
];
