import type { Example } from '../example.ts';

/** An object whose records are numbered, one whose name people type, and a detail. */
export const objectExamples: readonly Example[] = [
  {
    component: 'Invoice__c',
    title: 'Numbered records that only their owners see, and those above them',
    value: {
      label: 'Invoice',
      pluralLabel: 'Invoices',
      description: 'What a supplier asks us to pay.',
      nameField: { type: 'AutoNumber', label: 'Invoice number', format: 'INV-{00000}' },
      sharing: 'Private',
      uniqueKeys: {
        supplier_number: {
          order: 10,
          fields: ['Supplier__c', 'Supplier_Number__c'],
          message: 'This supplier sent an invoice with that number already.',
        },
      },
    },
  },
  {
    component: 'Supplier__c',
    title: 'Records that everybody with access to the object may read',
    value: {
      label: 'Supplier',
      pluralLabel: 'Suppliers',
      nameField: { type: 'Text', label: 'Supplier name', unique: true },
      sharing: 'Read',
    },
  },
  {
    component: 'Invoice_Line__c',
    title: 'A detail: its master decides who may see and change it',
    value: {
      label: 'Invoice line',
      pluralLabel: 'Invoice lines',
      nameField: { type: 'Text', label: 'What was delivered' },
      sharing: 'ControlledByParent',
    },
  },
];
