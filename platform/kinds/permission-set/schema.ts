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

const SYSTEM_PERMISSION_WORDS: Readonly<Record<SystemPermission, string>> = {
  ViewAllData: 'See every record of every object, whatever sharing says.',
  ModifyAllData: 'Change and delete every record of every object, whatever sharing says.',
  CustomizeApplication: 'Change metadata in the studio.',
  ManageUsers: 'Keep people, groups, roles and who holds which permission set.',
  ApiEnabled: 'Use the REST API with programs.',
};

const properties = closed({
  label: Label('Name that admins see.'),
  description: Type.Optional(Text('Who holds it and why.')),
});

const grant = closed({});
const objectRow = closed({
  read: Type.Optional(Type.Boolean({ description: 'See records, as far as sharing opens them.' })),
  create: Type.Optional(Type.Boolean({ description: 'Make new records.' })),
  edit: Type.Optional(Type.Boolean({ description: 'Change records that sharing opens for it.' })),
  delete: Type.Optional(Type.Boolean({ description: 'Delete records that one may change.' })),
  viewAll: Type.Optional(Type.Boolean({ description: 'See every record, whatever sharing says.' })),
  modifyAll: Type.Optional(Type.Boolean({ description: 'Change and delete every record, whatever sharing says.' })),
});
const fieldRow = closed({
  read: Type.Optional(Type.Boolean({ description: 'See the field, filter and sort by it.' })),
  edit: Type.Optional(Type.Boolean({ description: 'Change the field.' })),
});

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
      description: 'What the holder may do beyond records.',
      key: Type.Union(
        SYSTEM_PERMISSIONS.map((name) => Type.Literal(name, { description: SYSTEM_PERMISSION_WORDS[name] })),
        { description: 'A system permission.' },
      ),
      item: grant,
    },
    apps: {
      itemLabel: 'app',
      description: 'The apps that the holder finds in the app launcher.',
      key: ApiName('An app.'),
      item: grant,
    },
    objects: {
      itemLabel: 'object permission',
      description: 'What the holder may do with the records of each object.',
      key: ApiName('An object.'),
      item: objectRow,
      maxItems: 5000,
    },
    fields: {
      itemLabel: 'field permission',
      description: 'Which fields the holder sees and changes; what is not named stays closed.',
      key: qualified('A field with its object: `Invoice__c.Amount__c`.'),
      item: fieldRow,
      maxItems: 100_000,
    },
    actions: {
      itemLabel: 'action permission',
      description: 'The actions that the holder may take.',
      key: qualified('An action with its object: `Invoice__c.Approve`.'),
      item: grant,
      maxItems: 5000,
    },
  },
  isExtendable: true,
};
