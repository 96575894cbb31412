import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { Json } from '../../../platform/json.ts';
import type { FieldDef, ObjectDef } from '../../../platform/layers/model.ts';
import type { Access } from '../../engine.ts';
import { mayEditField, mayReadField, mayReadObject } from '../visible.ts';

/** An entry of GET /sobjects. */
export function describeGlobal(access: Access, object: ObjectDef, version: string): { readonly [name: string]: Json } {
  const permissions = access.principal.permissions.objects.get(object.name);
  const url = `/services/data/${version}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: permissions?.create ?? false,
    custom: object.isCustom,
    customSetting: false,
    deletable: permissions?.delete ?? false,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isSubtype: false,
    keyPrefix: access.live.physical.keyPrefix(object.name),
    label: object.label,
    labelPlural: object.pluralLabel,
    layoutable: object.page !== undefined,
    mergeable: false,
    mruEnabled: false,
    name: object.name,
    queryable: permissions?.read ?? false,
    replicateable: false,
    retrieveable: permissions?.read ?? false,
    searchable: permissions?.read ?? false,
    triggerable: false,
    undeletable: false,
    updateable: permissions?.edit ?? false,
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  };
}

/** GET /sobjects/{object}/describe: what the person may know of the object, in Salesforce's shape. */
export function describeObject(access: Access, object: ObjectDef, version: string): { readonly [name: string]: Json } {
  const fields = [...object.fields.values()].filter((field) => mayReadField(access, field));
  return {
    ...describeGlobal(access, object, version),
    actionOverrides: [],
    childRelationships: childRelationships(access, object),
    compactLayoutable: false,
    fields: fields.map((field) => describeField(access, field)),
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [],
    searchLayoutable: false,
    supportedScopes: [],
  };
}

function childRelationships(access: Access, object: ObjectDef): Json[] {
  return object.children.flatMap(({ name, object: child, field }) => {
    const pointer = access.live.model.objects.get(child)?.fields.get(field);
    if (!pointer || !mayReadObject(access, child) || !mayReadField(access, pointer)) return [];
    return [
      {
        cascadeDelete: pointer.onDelete === 'cascade',
        childSObject: child,
        deprecatedAndHidden: false,
        field,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: name,
        restrictedDelete: pointer.onDelete === 'restrict',
      },
    ];
  });
}

function describeField(access: Access, field: FieldDef): Json {
  const type = fieldTypes[field.type];
  const isId = field.name === 'Id';
  const isEditable = mayEditField(access, field);
  const length = field.length ?? (type.valueClass === 'id' ? 18 : type.valueClass === 'text' ? 255 : 0);
  const isNumber = type.valueClass === 'number';
  return {
    aggregatable: false,
    aiPredictionField: false,
    autoNumber: field.type === 'AutoNumber',
    byteLength: length * 3,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: field.onDelete === 'cascade',
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: isEditable,
    custom: field.isCustom,
    defaultValue: field.defaultValue ?? (field.type === 'Checkbox' ? false : null),
    defaultValueFormula: null,
    defaultedOnCreate: field.isSystem || field.defaultValue !== undefined || field.type === 'Checkbox',
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.isExternalId,
    extraTypeInfo: null,
    filterable: type.isFilterable,
    filteredLookupInfo: null,
    groupable: false,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: isId || field.isExternalId,
    inlineHelpText: field.help || null,
    label: field.label,
    length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.name === 'Name',
    namePointing: false,
    nillable: !field.isRequired && !isId && field.type !== 'Checkbox',
    permissionable: !field.isSystem && !field.isRequired,
    picklistValues: (field.values ?? []).map(({ value, label, isActive, isDefault }) => ({
      active: isActive,
      defaultValue: isDefault,
      label,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: false,
    precision: isNumber ? (field.precision ?? 18) : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.references ? [field.references] : [],
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: field.type === 'MasterDetail' ? 0 : null,
    restrictedDelete: field.onDelete === 'restrict',
    restrictedPicklist: field.values !== undefined,
    scale: isNumber ? (field.scale ?? 0) : 0,
    searchPrefilterable: false,
    soapType: isId ? 'tns:ID' : type.soapType,
    sortable: type.isSortable,
    type: isId ? 'id' : type.describeType,
    unique: field.isUnique,
    updateable: isEditable && field.type !== 'MasterDetail',
    writeRequiresMasterRead: false,
  };
}
