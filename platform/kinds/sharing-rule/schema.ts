import { type Static, type TSchema, Type } from 'typebox';
import { ApiName, ConditionSchema, closed, type Kind, Label, Text } from '../kind.ts';

const list = <T extends TSchema>(item: T, description: string) =>
  Type.Array(item, { uniqueItems: true, maxItems: 1000, description });

const people = (description: string) =>
  closed(
    {
      roles: Type.Optional(list(ApiName('A role.'), 'Holders of these roles.')),
      rolesAndSubordinates: Type.Optional(
        list(ApiName('A role, with all below it.'), 'Holders of these roles and of all below them.'),
      ),
      groups: Type.Optional(list(ApiName('Developer name of a public group.'), 'Members of these public groups.')),
    },
    { description },
  );

const properties = closed({
  label: Label('Name that admins see.'),
  description: Type.Optional(Text('Why the records are shared.')),
  object: ApiName('The object whose records are shared.'),
  access: Type.Union([Type.Literal('Read'), Type.Literal('Edit')], {
    description: 'What those it is shared with may do.',
  }),
  sharedTo: Type.Union(
    [
      closed({ allUsers: Type.Literal(true, { description: 'Everybody in the org.' }) }),
      people('Roles and public groups.'),
    ],
    {
      description: 'Who gets the access; object permissions still apply.',
    },
  ),
  ownedBy: Type.Optional(people('Only records whose owner is one of these.')),
  criteria: Type.Optional(ConditionSchema('Only records for which this holds.', 'sharingRule')),
  userAttribute: Type.Optional(
    closed(
      {
        field: ApiName('Field of the record, a lookup or text.'),
        object: ApiName('Object whose records give people their attributes.'),
        userField: ApiName('Lookup to User on that object.'),
        valueField: ApiName('Field of that object whose values the person has.'),
        where: Type.Optional(ConditionSchema('Which of those records count.', 'sharingRule')),
      },
      { description: 'Only records where a field matches what the person has on records of another object.' },
    ),
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
