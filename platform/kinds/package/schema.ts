import { type Static, Type } from 'typebox';
import { closed, type Kind, Label, Text } from '../kind.ts';

const properties = closed({
  version: Type.String({ description: 'Semantic version of the package.' }),
  label: Label('Name that admins see.'),
  description: Type.Optional(Text('What the package is for.')),
});

/** What package.json's `formwork` field, name and version say. The file itself is npm's: `load.ts` picks these out. */
export type PackageProperties = Static<typeof properties>;

export const packageKind: Kind = {
  name: 'package',
  label: 'Package',
  pluralLabel: 'Packages',
  description: 'A folder of metadata that is installed and upgraded as one.',
  path: 'package.json',
  properties,
  collections: {},
  isExtendable: false,
};
