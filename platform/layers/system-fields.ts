import type { ObjectProperties } from '../kinds/object/schema.ts';
import { elementId } from '../packages/element-id.ts';
import type { FieldDef } from './model.ts';

/** The fields that every object has besides its own. A detail has no owner: its master has one. */
export function systemFields(object: string, { nameField }: ObjectProperties, isDetail: boolean): FieldDef[] {
  const field = (name: string, said: Said): FieldDef => ({
    element: elementId({ kind: 'field', component: `${object}.${name}`, path: [] }),
    object,
    name,
    description: '',
    help: '',
    isCustom: false,
    isSystem: true,
    isWritable: false,
    isRequired: false,
    isUnique: false,
    isExternalId: false,
    ...said,
  });
  const user = (relationshipName: string) =>
    ({ type: 'Lookup', references: 'User', relationshipName, onDelete: 'restrict' }) as const;
  const isUnique = nameField.type === 'Text' && nameField.unique === true;
  const name: Said =
    nameField.type === 'Text'
      ? {
          label: nameField.label,
          type: 'Text',
          length: 255,
          order: -90,
          isWritable: true,
          isRequired: true,
          isUnique,
          isExternalId: isUnique,
        }
      : { label: nameField.label, type: 'AutoNumber', format: nameField.format, order: -90 };
  return [
    field('Id', { label: 'Record ID', type: 'Lookup', references: object, order: -100 }),
    field('Name', name),
    ...(isDetail
      ? []
      : [field('OwnerId', { label: 'Owner', order: -80, isWritable: true, isRequired: true, ...user('Owner') })]),
    field('CreatedDate', { label: 'Created date', type: 'DateTime', order: -70 }),
    field('CreatedById', { label: 'Created by', order: -60, ...user('CreatedBy') }),
    field('LastModifiedDate', { label: 'Last modified date', type: 'DateTime', order: -50 }),
    field('LastModifiedById', { label: 'Last modified by', order: -40, ...user('LastModifiedBy') }),
    field('SystemModstamp', { label: 'System modstamp', type: 'DateTime', order: -30 }),
    field('IsDeleted', { label: 'Deleted', type: 'Checkbox', order: -20 }),
  ];
}

type Said = Pick<FieldDef, 'label' | 'type' | 'order'> & Partial<FieldDef>;
