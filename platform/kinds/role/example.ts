import type { Example } from '../example.ts';

/** A place in the hierarchy, and the one above. */
export const roleExamples: readonly Example[] = [
  {
    component: 'Bookkeeper',
    title: 'The head of accounting sees what bookkeepers own',
    value: { label: 'Bookkeeper', parent: 'Head_Of_Accounting' },
  },
  {
    component: 'Head_Of_Accounting',
    title: 'A role at the top',
    value: { label: 'Head of accounting', description: 'Answers for all invoices.' },
  },
];
