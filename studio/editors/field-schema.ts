import type { FieldTypeName } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { JsonObject } from '../../platform/json.ts';

/** Properties that every field has, whatever its type. */
const COMMON = ['label', 'type', 'help', 'description', 'order', 'onlyActions'];

/** The field kind's schema narrowed to what a type has: its own options, required where the type says so. */
export function fieldSchema(schema: JsonObject, type: FieldTypeName): JsonObject {
  const options = fieldTypes[type].options;
  const own = (schema.properties ?? {}) as JsonObject; // A kind's properties are an object schema.
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])));
  const typed = Object.entries(options).map(([name, option]) => [
    name,
    { ...(own[name] as JsonObject), ...(option as object) },
  ]);
  const [first, ...rest] = [pick(['label', 'type', 'help']), Object.fromEntries(typed), pick(COMMON)];
  // A type's option is optional where TypeBox marks it so; the mark is no part of its JSON.
  const needed = Object.entries(options).filter(([, option]) => !('~optional' in option));
  return {
    ...schema,
    properties: Object.assign({}, first, ...rest),
    required: ['label', 'type', 'order', ...needed.map(([name]) => name)],
  };
}
