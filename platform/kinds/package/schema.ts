import { type Static, Type } from 'typebox';
import { closed, type Kind, Label, Text } from '../kind.ts';

const said = {
  label: Label('Name that admins see.'),
  description: Type.Optional(Text('What the package is for.')),
};
const properties = closed({ version: Type.String({ description: 'Semantic version of the package.' }), ...said });

/** What stands in package.json's `formwork` field; name, version and dependencies stand where npm has them. */
export const FormworkField = closed(said, { description: 'Makes the package a metadata package.' });

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
