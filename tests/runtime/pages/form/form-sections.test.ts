import { expect, test } from 'vitest';
import type { RecordPage } from '../../../../runtime/client/api.ts';
import { formSections } from '../../../../runtime/pages/form/form-sections.ts';
import { field, fieldsOf } from '../support.ts';

const record: RecordPage = {
  object: { name: 'Task', label: 'Task', pluralLabel: 'Tasks' },
  id: null,
  name: '',
  version: null,
  fields: fieldsOf(
    field('Subject', 'Text'),
    field('Number', 'AutoNumber', { isEditable: false }),
    field('WhatId', 'Lookup'),
    field('Due__c', 'Date', { isRequired: true }),
    field('Other__c', 'Text'),
  ),
  values: { WhatId: { value: '001000000000001AAA', display: 'Acme' } },
  page: {
    name: 'Task',
    highlights: [],
    sections: [
      { id: 'auto', label: 'Automatic', columns: 1, fields: ['Number'] },
      { id: 'main', label: 'Main', columns: 2, fields: ['Subject', 'Number', 'Gone__c'] },
    ],
  },
  related: [],
  actions: [],
  canEdit: true,
  canDelete: false,
  createdBy: null,
  createdDate: null,
  lastModifiedBy: null,
  lastModifiedDate: null,
  modelVersion: 1,
};

test('a new record’s form adds what is required or came with a value, and leaves out what cannot be written', () => {
  expect(formSections(record)).toEqual([{ id: 'main', label: 'Main', fields: ['WhatId', 'Due__c', 'Subject'] }]);
});

test('an existing record’s form shows values that cannot be written, for reading', () => {
  const existing = { ...record, id: '00T000000000001AAA', values: { Number: { value: 'T-1' } } };
  expect(formSections(existing)).toEqual([
    { id: 'auto', label: 'Automatic', fields: ['Due__c', 'Number'] },
    { id: 'main', label: 'Main', fields: ['Subject', 'Number'] },
  ]);
});

test('an object without a page still has a form', () => {
  const bare = { ...record, page: { ...record.page, sections: [] } };
  expect(formSections(bare)).toEqual([{ id: 'fields', label: 'Task', fields: ['WhatId', 'Due__c'] }]);
});
