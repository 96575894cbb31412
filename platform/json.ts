/** Any JSON value. Metadata is data: nothing in it is code. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Whether a value is an object, and no list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One entry, or none where there is no value: spread into an object, it leaves out what is absent. */
export function present<K extends string>(key: K, value: Json | undefined): { readonly [P in K]?: Json } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: Json }); // a computed key loses its name
}
