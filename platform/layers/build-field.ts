import type { TSchema } from 'typebox';
import type { FieldOptions, PicklistValue } from '../fields/field-type.ts';
import { fieldTypes } from '../fields/registry.ts';
import type { FieldProperties, PicklistValueProperties } from '../kinds/field/schema.ts';
import { childRelationshipName, relationshipName } from '../kinds/field-name.ts';
import { type Items, sorted } from '../kinds/sorted.ts';
import type { Component } from '../packages/component.ts';
import type { FieldDef } from './model.ts';

/** A field of the model from its metadata, with what its type says where it says nothing. */
export function buildField({ id, name: fullName, object, value }: Component): FieldDef {
  const said = value as unknown as FieldProperties & { readonly values?: Items<PicklistValueProperties> }; // fits the schema
  const name = fullName.split('.').at(-1) ?? fullName;
  const type = fieldTypes[said.type];
  const isCustom = name.endsWith('__c');
  const values = sorted(said.values).map(([each, properties]) => buildValue(each, properties));
  const isChoice = type.valueClass === 'choice' || type.valueClass === 'choices';
  const defaultValue = isChoice ? chosen(values) : said.default;
  const isReference = said.references !== undefined;
  return {
    element: id,
    object,
    name,
    label: said.label,
    type: said.type,
    order: said.order,
    description: said.description ?? '',
    help: said.help ?? '',
    isCustom,
    isSystem: false,
    isWritable: !type.isGenerated,
    isRequired: said.type === 'MasterDetail' || said.required === true,
    isUnique: said.unique === true,
    isExternalId: said.externalId === true,
    ...options(said, type.options),
    ...(isChoice ? { values } : {}),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(said.onlyActions === undefined ? {} : { onlyActions: said.onlyActions }),
    ...(isReference ? reference(name, said) : {}),
  };
}

function buildValue(
  value: string,
  { label, order, active, default: isDefault }: PicklistValueProperties,
): PicklistValue {
  return { value, label, order, isActive: active !== false, isDefault: isDefault === true };
}

function chosen(values: readonly PicklistValue[]): string | undefined {
  const defaults = values.filter(({ isDefault }) => isDefault).map(({ value }) => value);
  return defaults.length === 0 ? undefined : defaults.join(';');
}

const OPTION_NAMES = ['length', 'precision', 'scale', 'format', 'references'] as const;

/** The options that the type's functions read, with the defaults of the type's schema. */
function options(said: FieldProperties, declared: Readonly<Record<string, TSchema>>): FieldOptions {
  return Object.fromEntries(
    OPTION_NAMES.flatMap((name) => {
      const value = said[name] ?? (declared[name] as { readonly default?: unknown } | undefined)?.default; // JSON Schema keyword
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function reference(name: string, said: FieldProperties): Partial<FieldDef> {
  const fallback = said.required ? 'restrict' : 'clear';
  return {
    relationshipName: relationshipName(name),
    onDelete: said.type === 'MasterDetail' ? 'cascade' : (said.onDelete ?? fallback),
    ...(said.childRelationship === undefined
      ? {}
      : { childRelationshipName: childRelationshipName(name, said.childRelationship) }),
    ...(said.childLabel === undefined ? {} : { childLabel: said.childLabel }),
  };
}
