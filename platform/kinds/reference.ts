import type { FieldTypeName } from '../fields/field-type.ts';
import type { Json } from '../json.ts';
import type { KindName } from './kind.ts';

/** What a name leads to: the address of an element, whether it is there or not. */
export interface Target {
  readonly kind: KindName;
  readonly component: string;
  readonly path: readonly string[];
}

/** A field as far as names lead to it. */
export interface NamedField {
  readonly object: string;
  readonly name: string;
  readonly type: FieldTypeName;
  readonly references?: string;
}

/** Where names lead, over some elements. Names are told apart as the checks do, by case too. */
export interface ReferenceScope {
  /** A property of a component; undefined where either is missing. */
  property(kind: KindName, component: string, name: string): Json | undefined;
  /** The same of any element. */
  propertyOf(element: Target, name: string): Json | undefined;
  field(object: string, name: string): NamedField | undefined;
  /** The reference field that a path follows by a step such as `Provider__r`. */
  relationship(object: string, step: string): NamedField | undefined;
  /** The field whose records an object reaches by a name such as `Requests__r`. */
  child(object: string, relationship: string): NamedField | undefined;
  /** The picklist value that a text means, whatever its case; the text itself where there is none. */
  choice(object: string, field: string, text: string): string;
}

/**
 * What a traversal says of each name it meets, and the name that is to stand there. Whatever is no text comes back as it
 * is: metadata may be wrong, and then others say so. `how` completes "is …": "in the condition".
 */
export interface Names {
  readonly scope: ReferenceScope;
  component<T extends Json | undefined>(kind: KindName, name: T, how: string): T | string;
  /** An item of a collection of a component. */
  item<T extends Json | undefined>(
    component: Target,
    collection: string,
    place: { readonly name: T; readonly how: string },
  ): T | string;
  field<T extends Json | undefined>(object: string, name: T, how: string): T | string;
  /** Every step of a path such as `Provider__r.Name`: the lookups on the way and the field at its end. */
  path<T extends Json | undefined>(object: string, path: T, how: string): T | string;
  /** A field path, or a global that speaks of fields: `$Prior.Status__c`, `$User.Name`, `$Count.Requests__r`. */
  fact<T extends Json | undefined>(object: string, fact: T, how: string): T | string;
  /** A child relationship. */
  children<T extends Json | undefined>(object: string, relationship: T, how: string): T | string;
  /** A picklist value, or several of a field of several choices. Values of other fields name nothing. */
  choice<T extends Json | undefined>(object: string, field: string, value: T, how: string): T | Json;
  condition<T extends Json | undefined>(object: string, condition: T, how: string): T | Json;
}

/** An element as a traversal reads it. Properties that it has not may be the component's, as the scope knows it. */
export interface Named extends Target {
  readonly properties: Readonly<Record<string, Json>>;
}

/** Where an item stands: `path` ends with its collection and its key. */
export type NamedItem = Pick<Named, 'component' | 'path'>;

/** All names by which the elements of one kind speak of other elements. */
export interface KindReferences {
  /** The key of an item, where keys name something: such an item is there for that alone and goes together with it. */
  key?(item: NamedItem, names: Names): string;
  /** Those of the properties that name something, with the names that are to stand there. */
  properties?(element: Named, names: Names): Readonly<Record<string, Json | undefined>>;
  /** The name of a property, where these name something themselves. */
  propertyName?(item: NamedItem, name: string, names: Names): string;
}
