import { expect, test } from 'vitest';
import { objectKind } from '../../../platform/kinds/object/schema.ts';
import { sharingRuleKind } from '../../../platform/kinds/sharing-rule/schema.ts';
import { type Alternative, alternativeOf, switchTo } from '../../../studio/properties/alternatives.ts';

const alternativesOf = (schema: unknown) => (schema as { anyOf: Alternative[] }).anyOf; // Both are unions of objects.
const [text, number] = [0, 1];
const nameField = alternativesOf(objectKind.properties.properties.nameField);
const sharedTo = alternativesOf(sharingRuleKind.properties.properties.sharedTo);

test('a value is the alternative whose constants and properties it has', () => {
  expect(alternativeOf(nameField, { type: 'AutoNumber', label: 'Number', format: 'R-{000}' })).toBe(number);
  expect(alternativeOf(nameField, { type: 'Text', label: 'Name' })).toBe(text);
  expect(alternativeOf(sharedTo, { allUsers: true })).toBe(0);
  expect(alternativeOf(sharedTo, { roles: ['Lead'] })).toBe(1);
});

test('a value that says nothing, or what none says, is none of them', () => {
  expect(alternativeOf(nameField, undefined)).toBeUndefined();
  expect(alternativeOf(sharedTo, {})).toBeUndefined();
  expect(alternativeOf(nameField, { type: 'Picture' })).toBeUndefined();
});

test('what two alternatives share is kept when one becomes the other', () => {
  const numbered = { type: 'AutoNumber', label: 'Number', format: 'R-{000}' };
  expect(switchTo(nameField[text] as Alternative, numbered)).toEqual({ type: 'Text', label: 'Number' });
  expect(switchTo(sharedTo[1] as Alternative, { allUsers: true })).toEqual({});
  expect(switchTo(sharedTo[0] as Alternative, { roles: ['Lead'] })).toEqual({ allUsers: true });
});
