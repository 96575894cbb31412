import type { Json, JsonObject } from '../json.ts';
import type { KindName } from './kind.ts';
import type { Named, Names } from './reference.ts';

/** A list with each of its items renamed; anything else as it is. */
export function eachOf(list: Json | undefined, rename: (item: Json) => Json): Json | undefined {
  return Array.isArray(list) ? list.map((item: Json) => rename(item)) : list;
}

/** An object with some of its members renamed, where it has them; anything else as it is. */
export function membersOf(
  value: Json | undefined,
  rename: (members: JsonObject) => Readonly<Record<string, Json | undefined>>,
): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = value as JsonObject; // neither a list nor null
  const renamed = Object.entries(rename(members)).filter(([name, member]) => member !== undefined && name in members);
  return { ...members, ...(Object.fromEntries(renamed) as JsonObject) }; // what is undefined was left out
}

/** A property that is text, of the element where it says it, else of its component. '' where neither does. */
export function textOf({ kind, component, properties }: Named, name: string, { scope }: Names): string {
  const value = properties[name] ?? scope.property(kind, component, name);
  return typeof value === 'string' ? value : '';
}

/** The same of the component that an item belongs to. */
export function textOfComponent(kind: KindName, component: string, name: string, { scope }: Names): string {
  const value = scope.property(kind, component, name);
  return typeof value === 'string' ? value : '';
}
