import type { Json } from '../../platform/json.ts';

const LINE = 96;

/** JSON for people to read: what fits on a line stands on one. */
export function compactJson(value: Json, indent = '', before = 0): string {
  const flat = flatJson(value);
  if (indent.length + before + flat.length <= LINE || typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((item: Json) => inner + compactJson(item, inner))
    : Object.entries(value).map(([key, member]) => {
        const name = `${JSON.stringify(key)}: `;
        return inner + name + compactJson(member, inner, name.length);
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${members.join(',\n')}\n${indent}${close}`;
}

function flatJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flatJson).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${flatJson(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
