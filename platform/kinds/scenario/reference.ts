import type { Json } from '../../json.ts';

/** The local name in `{ "ref": "request" }`; undefined for any other value. */
export function refOf(value: Json | undefined): string | undefined {
  return only(value, 'ref');
}

/** The global in `{ "fact": "$User.Id" }`; undefined for any other value. */
export function factOf(value: Json | undefined): string | undefined {
  return only(value, 'fact');
}

/** A condition with each `{ "ref": … }` among its values replaced. */
export function replaceRefs(condition: Json, replace: (name: string) => string): Json {
  const name = refOf(condition);
  if (name !== undefined) return replace(name);
  if (typeof condition !== 'object' || condition === null) return condition;
  if (Array.isArray(condition)) return condition.map((each) => replaceRefs(each, replace));
  return Object.fromEntries(Object.entries(condition).map(([key, each]) => [key, replaceRefs(each, replace)]));
}

/** Every `{ "ref": … }` in a value, with the pointer to it. */
export function refsIn(value: Json | undefined, pointer = ''): { readonly name: string; readonly pointer: string }[] {
  const name = refOf(value);
  if (name !== undefined) return [{ name, pointer }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    refsIn(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function only(value: Json | undefined, key: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const [first] = entries;
  return entries.length === 1 && first?.[0] === key && typeof first[1] === 'string' ? first[1] : undefined;
}
