import { type Static, Type } from 'typebox';
import { ApiName, closed, type Kind, Label, Text } from '../kind.ts';

const properties = closed({
  label: Label('Name that people see.'),
  description: Type.Optional(Text('Who has it.')),
  parent: Type.Optional(ApiName('The role above, whose holders see what holders of this one own.')),
});

export type RoleProperties = Static<typeof properties>;

export const roleKind: Kind = {
  name: 'role',
  label: 'Role',
  pluralLabel: 'Roles',
  description: 'A place in the hierarchy; people above see the records of people below.',
  path: 'roles/{name}.json',
  properties,
  collections: {},
  isExtendable: false,
};
