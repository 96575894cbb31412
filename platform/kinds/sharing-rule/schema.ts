import { type Static, Type } from 'typebox';
import { ApiName, ConditionSchema, closed, type Kind, Label, Text } from '../kind.ts';

const people = (description: string) =>
  closed({
    roles: Type.Optional(Type.Array(ApiName('A role.'), { uniqueItems: true })),
    rolesAndSubordinates: Type.Optional(Type.Array(ApiName('A role, with all below it.'), { uniqueItems: true })),
    groups: Type.Optional(Type.Array(ApiName('Developer name of a public group.'), { uniqueItems: true, description })),
  });

const properties = closed({
  label: Label('Name that admins see.'),
  description: Type.Optional(Text('Why the records are shared.')),
  object: ApiName('The object whose records are shared.'),
  access: Type.Union([Type.Literal('Read'), Type.Literal('Edit')], {
    description: 'What those it is shared with may do.',
  }),
  sharedTo: Type.Union([closed({ allUsers: Type.Literal(true) }), people('Public groups.')], {
    description: 'Who gets the access; object permissions still apply.',
  }),
  ownedBy: Type.Optional(people('Only records whose owner is one of these.')),
  criteria: Type.Optional(ConditionSchema('Only records for which this holds.')),
  userAttribute: Type.Optional(
    closed({
      field: ApiName('Field of the record, a lookup or text.'),
      object: ApiName('Object whose records give people their attributes.'),
      userField: ApiName('Lookup to User on that object.'),
      valueField: ApiName('Field of that object whose values the person has.'),
      where: Type.Optional(ConditionSchema('Which of those records count.')),
    }),
  ),
});

export type SharingRuleProperties = Static<typeof properties>;

export const sharingRuleKind: Kind = {
  name: 'sharingRule',
  label: 'Sharing rule',
  pluralLabel: 'Sharing rules',
  description:
    'Opens records beyond the org-wide default: by owner, by criteria, or where a field matches what the person has.',
  path: 'sharingRules/{name}.json',
  properties,
  collections: {},
  isExtendable: false,
};
