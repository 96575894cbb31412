import { type Static, Type } from 'typebox';
import { ApiName, ConditionSchema, closed, type Kind, Order, Text } from '../kind.ts';

const properties = closed({
  description: Type.Optional(Text('Why the rule exists.')),
  order: Order,
  active: Type.Boolean({ description: 'Inactive rules are kept and not run.' }),
  errorCondition: ConditionSchema('When this is true, the record is refused.', 'validationRule'),
  errorMessage: Type.String({ minLength: 1, maxLength: 255, description: 'What is wrong and what to do.' }),
  errorDisplayField: Type.Optional(ApiName('Field at which the message stands; without it, on top of the page.')),
});

export type ValidationRuleProperties = Static<typeof properties>;

export const validationRuleKind: Kind = {
  name: 'validationRule',
  label: 'Validation rule',
  pluralLabel: 'Validation rules',
  description: 'Refuses records for which a condition holds.',
  path: 'objects/{object}/validationRules/{name}.json',
  properties,
  collections: {},
  isExtendable: false,
};
