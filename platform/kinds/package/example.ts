import type { Example } from '../example.ts';

/** The package that holds the examples of all kinds. */
export const packageExamples: readonly Example[] = [
  {
    component: '@example/invoices',
    title: 'A package that depends on no other',
    value: {
      name: '@example/invoices',
      version: '1.0.0',
      formwork: { label: 'Invoices', description: 'Invoices from suppliers, their approval and payment.' },
    },
  },
];
