import type { JsonObject } from '../json.ts';
import type { ComponentsOf, ComponentView } from './model-view.ts';
import type { Items } from './sorted.ts';

/** What a first file of a kind is made from. */
export interface StarterRequest {
  /** Name of the component: `Invoice__c.Status__c`. */
  readonly name: string;
  /** Label that its name suggests. */
  readonly label: string;
  /** Next free place among its like. */
  readonly order: number;
  /** The object that it is a part of, or is to be about. */
  readonly object?: string;
  /** Properties that the person has given; they hold, whatever the starter says. */
  readonly given: JsonObject;
  /** What there is already. */
  readonly componentsOf: ComponentsOf;
}

/** The first file of a component, or what is missing to make one: a sentence that says what to do. */
export type Started =
  | { readonly value: JsonObject /** What to do now. */; readonly next?: readonly string[] }
  | { readonly missing: string };

/** Makes a first file that the check accepts, and that a person has to change as little as possible. */
export type Starter = (request: StarterRequest) => Started;

/** Fields of an object, by their own names, in their order. */
export function fieldsOf(
  { componentsOf }: Pick<StarterRequest, 'componentsOf'>,
  object: string,
): readonly StarterField[] {
  const fields = componentsOf('field').filter((each) => each.object === object);
  return fields
    .map(({ name, value }) => ({ name: name.slice(object.length + 1), ...(value as FieldValue) })) // fits the kind's schema
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

export interface StarterField extends FieldValue {
  readonly name: string;
}

interface FieldValue {
  readonly type: string;
  readonly order: number;
  readonly unique?: boolean;
  readonly externalId?: boolean;
  readonly values?: Items<JsonObject>;
}

/** An object as its file says; undefined where there is none. */
export function objectOf({ componentsOf }: Pick<StarterRequest, 'componentsOf'>, name: string | undefined) {
  const found = componentsOf('object').find((each: ComponentView) => each.name === name);
  return found?.value as JsonObject | undefined; // fits the kind's schema
}

/** Items by name, in tens from 10. */
export function inOrder(names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name, index) => [name, { order: (index + 1) * 10 }]));
}

/** What a starter says that must know its object. */
export function needsObject(what: string): Started {
  return { missing: `${what} is about an object; say which with --object.` };
}
