import { createHash } from 'node:crypto';
import type { Json } from '../json.ts';
import type { Package } from './element.ts';

/** A hash of all that a package says, whatever the order of its files and keys. */
export function digestOf({
  name,
  version,
  label,
  description,
  dependencies,
  ranges,
  elements,
}: Omit<Package, 'digest'>): string {
  const said = [...elements.values()].map(({ id, properties, firstName }) =>
    firstName === undefined ? ([id, properties] as const) : ([id, properties, firstName] as const),
  );
  const content = [
    name,
    version,
    label,
    description,
    [...dependencies].sort().map((each) => [each, ranges?.[each] ?? '*'] as const),
    said.sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** JSON whose text is the same whatever the order of keys. */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}
