import type { Starter } from '../starter.ts';

/** A rule that waits for its condition. */
export const startValidationRule: Starter = ({ label, order }) => ({
  value: {
    description: `${label}.`,
    order,
    active: false,
    errorCondition: { fact: 'Name', operator: 'isBlank', value: true },
    errorMessage: 'Say what is wrong, and what to do.',
  },
  next: ['Write the condition that refuses a record and its message, then set "active" to true.'],
});
