import { describe, expect, test } from 'vitest';
import { ApiFailure } from '../../../../runtime/client/request.ts';
import { errorSchemaOf, formValidator } from '../../../../runtime/pages/form/form-validator.ts';
import { checkDrafts, problemsOfFailure } from '../../../../runtime/pages/form/problems.ts';
import { field, fieldsOf, READER } from '../support.ts';

const fields = fieldsOf(
  field('Name', 'Text', { isRequired: true, length: 10 }),
  field('Beds__c', 'Number', { precision: 4, scale: 0 }),
  field('Topics__c', 'MultiPicklist', { isRequired: true, values: [] }),
  { ...field('Reason__c', 'LongText', { isRequired: true }), message: 'Say why.' } as never,
  field('Locked__c', 'Text', { isRequired: true, isEditable: false }),
);

describe('what the browser finds by itself', () => {
  test('is everything at once, each at its field, and nothing at fields that cannot be written', () => {
    const problems = checkDrafts(fields, { Name: ' '.repeat(0), Beds__c: 'x', Topics__c: [], Reason__c: '' }, READER);
    expect(problems).toEqual([
      { field: 'Name', message: 'Name is required.' },
      { field: 'Beds__c', message: expect.stringContaining('Beds') },
      { field: 'Topics__c', message: 'Topics is required.' },
      { field: 'Reason__c', message: 'Say why.' },
    ]);
  });

  test('is what the form library is told', () => {
    const { errorSchema, errors } = formValidator(fields, READER).validateFormData(
      { Name: '', Beds__c: '1', Topics__c: ['a'], Reason__c: 'r' },
      {},
    );
    expect(errorSchema).toEqual({ Name: { __errors: ['Name is required.'] } });
    expect(errors).toHaveLength(1);
  });
});

describe('what the server refused', () => {
  test('stands at the fields that the form has, and without a field where it has none', () => {
    const failure = new ApiFailure(400, [
      {
        errorCode: 'REQUIRED_FIELD_MISSING',
        message: 'Required fields are missing: [Name, Reason__c]',
        fields: ['Name', 'Reason__c'],
      },
      {
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'Too many beds.',
        fields: ['Beds__c'],
        hint: 'At most 500.',
      },
      { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not now.', fields: ['Elsewhere__c'] },
      { errorCode: 'UNABLE_TO_LOCK_ROW', message: 'Busy.' },
    ]);
    expect(problemsOfFailure(failure, fields)).toEqual([
      { field: 'Name', message: 'Name is required.' },
      { field: 'Reason__c', message: 'Say why.' },
      { field: 'Beds__c', message: 'Too many beds. At most 500.' },
      { message: 'Not now.' },
      { message: 'Busy.' },
    ]);
  });

  test('becomes errors at fields, several at one', () => {
    expect(
      errorSchemaOf([{ field: 'A', message: 'one' }, { field: 'A', message: 'two' }, { message: 'nowhere' }]),
    ).toEqual({ A: { __errors: ['one', 'two'] } });
  });

  test('may be no answer at all', () => {
    expect(problemsOfFailure(new Error('offline'), fields)).toEqual([{ message: 'offline' }]);
    expect(problemsOfFailure(undefined, fields)).toEqual([]);
  });
});
