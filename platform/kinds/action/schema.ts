import { type Static, Type } from 'typebox';
import { ApiName, ConditionSchema, closed, ItemKey, type Kind, Label, Order, Text, ValueOrFact } from '../kind.ts';

const properties = closed({
  label: Label('The verb on the button.'),
  description: Type.Optional(Text('What happens, for the person about to do it.')),
  order: Order,
  stateField: ApiName('The picklist whose value the action moves.'),
  from: Type.Array(Type.String({ minLength: 1, description: 'A value of the state field.' }), {
    minItems: 1,
    maxItems: 1000,
    uniqueItems: true,
    description: 'States in which the action is offered.',
  }),
  to: Type.Optional(
    Type.String({ minLength: 1, description: 'State that follows; without it the state stays or `sets` decides.' }),
  ),
  availableWhen: Type.Optional(
    ConditionSchema(
      'Who sees the action on which record, beyond the permission: e.g. only its owner.',
      'actionAvailability',
    ),
  ),
  emphasis: Type.Optional(
    Type.Union([Type.Literal('primary'), Type.Literal('danger')], {
      description: 'The likely one, or one that ends something.',
    }),
  ),
});

const input = closed({
  order: Order,
  required: Type.Optional(Type.Boolean({ description: 'The action needs a value.' })),
  message: Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: 'What people read when a required value is missing.' }),
  ),
  help: Type.Optional(Text('A hint beside the input.')),
});

const guard = closed({
  order: Order,
  errorCondition: ConditionSchema('When this is true, the action is refused.', 'actionGuard'),
  errorMessage: Type.String({ minLength: 1, maxLength: 255, description: 'What is wrong and what to do.' }),
  errorDisplayField: Type.Optional(ApiName('Field or input at which the message stands.')),
});

export type ActionProperties = Static<typeof properties>;
export type ActionInputProperties = Static<typeof input>;
export type ActionGuardProperties = Static<typeof guard>;
/** Value a field takes: a literal or a fact such as `$User.Id`, `$Now` or another field. */
export type ActionSetProperties = { readonly value: string | number | boolean | null } | { readonly fact: string };

export const actionKind: Kind = {
  name: 'action',
  label: 'Action',
  pluralLabel: 'Actions',
  description: 'A named step that moves a record from some states to another; permission sets say who may take it.',
  path: 'objects/{object}/actions/{name}.json',
  properties,
  collections: {
    inputs: {
      itemLabel: 'input',
      description: 'What the person fills in when taking the action.',
      key: ApiName('A field of the object that the person fills in.'),
      item: input,
      maxItems: 50,
    },
    sets: {
      itemLabel: 'set value',
      description: 'What fields become when the action is taken, besides the state.',
      key: ApiName('A field of the object.'),
      item: ValueOrFact('What the field becomes.') as never,
    },
    guards: {
      itemLabel: 'guard',
      description: 'What refuses the action, in their order; every guard that holds tells its message.',
      key: ItemKey('A name for the guard, for admins.'),
      item: guard,
      isRenamable: true,
      maxItems: 100,
    },
  },
  isExtendable: true,
};
