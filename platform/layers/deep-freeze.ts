/** Makes a value immutable through and through, Maps and Sets included. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map || value instanceof Set) {
    for (const method of ['set', 'add', 'delete', 'clear'])
      if (method in value) Object.defineProperty(value, method, { value: refuse });
    Object.freeze(value);
    for (const [key, item] of value.entries()) {
      deepFreeze(key);
      deepFreeze(item);
    }
    return value;
  }
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
  return value;
}

function refuse(): never {
  throw new TypeError('A model is frozen: changes are edits of the org or new versions of packages.');
}
