import { type Static, Type } from 'typebox';
import { ApiName, closed, type Kind, Label, Text } from '../kind.ts';

/** What a person may do beyond records; each is checked somewhere in the runtime. */
export const SYSTEM_PERMISSIONS = [
  'ViewAllData',
  'ModifyAllData',
  'CustomizeApplication',
  'ManageUsers',
  'ApiEnabled',
] as const;
export type SystemPermission = (typeof SYSTEM_PERMISSIONS)[number];

const properties = closed({
  label: Label('Name that admins see.'),
  description: Type.Optional(Text('Who holds it and why.')),
});

const grant = closed({});
const objectRow = closed({
  read: Type.Optional(Type.Boolean()),
  create: Type.Optional(Type.Boolean()),
  edit: Type.Optional(Type.Boolean()),
  delete: Type.Optional(Type.Boolean()),
  viewAll: Type.Optional(Type.Boolean({ description: 'Every record, whatever sharing says.' })),
  modifyAll: Type.Optional(Type.Boolean({ description: 'Every record, whatever sharing says.' })),
});
const fieldRow = closed({ read: Type.Optional(Type.Boolean()), edit: Type.Optional(Type.Boolean()) });

export type PermissionSetProperties = Static<typeof properties>;
export type ObjectRow = Static<typeof objectRow>;
export type FieldRow = Static<typeof fieldRow>;

const qualified = (description: string) =>
  Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]*\\.[A-Za-z][A-Za-z0-9_]*$', maxLength: 90, description });

export const permissionSetKind: Kind = {
  name: 'permissionSet',
  label: 'Permission set',
  pluralLabel: 'Permission sets',
  description: 'What those who hold it may open, see and do. Holding several adds them up.',
  path: 'permissionSets/{name}.json',
  properties,
  collections: {
    system: {
      itemLabel: 'system permission',
      key: Type.Union(SYSTEM_PERMISSIONS.map((name) => Type.Literal(name))),
      item: grant,
    },
    apps: { itemLabel: 'app', key: ApiName('An app.'), item: grant },
    objects: { itemLabel: 'object permission', key: ApiName('An object.'), item: objectRow },
    fields: { itemLabel: 'field permission', key: qualified('Object.Field'), item: fieldRow },
    actions: { itemLabel: 'action permission', key: qualified('Object.Action'), item: grant },
  },
  isExtendable: true,
};
