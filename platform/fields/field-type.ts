import type { TProperties } from 'typebox';
import type { Json } from '../json.ts';

/** The field types; each is one file of this folder and one line of `registry.ts`. */
export const FIELD_TYPE_NAMES = [
  'Text',
  'LongText',
  'Number',
  'Percent',
  'Checkbox',
  'Date',
  'DateTime',
  'Picklist',
  'MultiPicklist',
  'Email',
  'Phone',
  'Url',
  'AutoNumber',
  'Lookup',
  'MasterDetail',
] as const;
export type FieldTypeName = (typeof FIELD_TYPE_NAMES)[number];

/** What a value of the type is compared and computed as; conditions and SOQL choose operators and SQL by it. */
export type ValueClass = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'choice' | 'choices' | 'id';

/** One value of a picklist, in its order. */
export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly order: number;
  readonly isActive: boolean;
  readonly isDefault: boolean;
}

/** The options of a field that its type's functions may read. All are present only where the type declares them. */
export interface FieldOptions {
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly values?: readonly PicklistValue[];
  readonly references?: string;
  readonly format?: string;
  readonly startNumber?: number;
}

/** A value that came from outside, checked and made canonical, or what is wrong with it. */
export type ParsedValue =
  | { readonly ok: true; readonly value: StoredValue }
  | { readonly ok: false; readonly errorCode: string; readonly message: string };

/**
 * A value as records hold it in memory: text, number as decimal string where the scale matters, boolean, ISO date
 * (`2026-01-31`), ISO date-time in UTC (`2026-01-31T12:00:00.000Z`), sorted list for MultiPicklist; null is blank.
 */
export type StoredValue = string | number | boolean | readonly string[] | null;

/** All that one field type is: its options, its column, its values. Nothing else in the code switches on the type. */
export interface FieldType {
  readonly name: FieldTypeName;
  /** What an admin sees when choosing a type. */
  readonly label: string;
  readonly description: string;
  readonly valueClass: ValueClass;
  /**
   * TypeBox properties that a field of this type may (or must) have besides the common ones: label, type, order,
   * description, help, onlyActions. An option's JSON Schema `default` holds where the field says nothing.
   */
  readonly options: TProperties;
  /** Salesforce's describe `type` and `soapType`. */
  readonly describeType: string;
  readonly soapType: string;
  readonly isSortable: boolean;
  readonly isFilterable: boolean;
  /** True where clients never write it (AutoNumber). */
  readonly isGenerated: boolean;
  /**
   * The SQL column type. It does not depend on the field's options, so that no column is altered under statements that
   * are prepared to read it.
   */
  readonly columnType: string;
  /** Checks a value from outside (JSON, CSV text) and makes it canonical. '' and null are blank. */
  parse(value: unknown, options: FieldOptions, label: string): ParsedValue;
  /** A value as pg returns it, made canonical: equal values are then identical. */
  fromColumn(value: unknown): StoredValue;
  /** The JSON that the API answers with, for a stored value or one as pg returns it. */
  toJson(value: unknown, options: FieldOptions): Json;
}
