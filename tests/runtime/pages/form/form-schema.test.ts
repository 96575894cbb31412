import { expect, test } from 'vitest';
import { FIELD_TYPE_NAMES } from '../../../../platform/fields/field-type.ts';
import { formSchema } from '../../../../runtime/pages/form/form-schema.ts';
import { field, fieldsOf } from '../support.ts';

test('a form’s schema has the fields that can be written, with what is required', () => {
  const { schema, uiSchema } = formSchema(
    fieldsOf(
      field('Name', 'Text', { isRequired: true }),
      field('Done__c', 'Checkbox'),
      field('Topics__c', 'MultiPicklist'),
      field('Number', 'AutoNumber', { isEditable: false }),
    ),
  );
  expect(schema).toEqual({
    type: 'object',
    required: ['Name'],
    properties: {
      Name: { type: 'string', title: 'Name' },
      Done__c: { type: 'boolean', title: 'Done' },
      Topics__c: { type: 'array', title: 'Topics', items: { type: 'string' }, uniqueItems: true },
    },
  });
  expect(uiSchema.Name).toMatchObject({ 'ui:widget': 'Text', 'ui:options': { info: { name: 'Name' } } });
});

test('every field type has a schema', () => {
  for (const type of FIELD_TYPE_NAMES) {
    const { schema } = formSchema(fieldsOf(field('X__c', type)));
    expect(schema.properties).toHaveProperty('X__c');
  }
});
