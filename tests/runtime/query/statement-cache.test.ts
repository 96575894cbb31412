import { describe, expect, it } from 'vitest';
import { StatementCache } from '../../../runtime/query/statement-cache.ts';
import type { Permissions } from '../../../runtime/security/principal.ts';

const permissions = (): Permissions => ({
  system: new Set(),
  apps: new Set(),
  objects: new Map(),
  readableFields: new Set(),
  editableFields: new Set(),
  actions: new Set(),
});
const asker = { accessClass: 'one', permissions: permissions(), groups: ['A', 'B'] };
const compiled = (text: string) => () => ({ text, parameters: [], fingerprint: text });
const never = () => {
  throw new Error('It was compiled again');
};

describe('StatementCache', () => {
  it('compiles once per access class and shape', () => {
    const cache = new StatementCache(7);
    expect(cache.get(asker, 'shape', compiled('a'))).toMatchObject({ text: 'a', name: 'q7_a' });
    expect(cache.get({ ...asker, groups: ['B', 'A'] }, 'shape', never).text).toBe('a');
    expect(cache.get({ ...asker, accessClass: 'two' }, 'shape', compiled('b')).text).toBe('b');
    expect(cache.get(asker, 'other', compiled('c')).text).toBe('c');
  });

  it('never serves a statement that was compiled for other rights, whatever the class says', () => {
    const cache = new StatementCache(1);
    cache.get(asker, 'shape', compiled('a'));
    expect(cache.get({ ...asker, permissions: permissions() }, 'shape', compiled('b')).text).toBe('b');
    expect(cache.get({ ...asker, roleName: 'Boss' }, 'shape', compiled('c')).text).toBe('c');
    expect(cache.get({ ...asker, groups: ['A', 'C'] }, 'shape', compiled('d')).text).toBe('d');
  });

  it('keeps a bounded number, the most recently used, and names no more than that', () => {
    const cache = new StatementCache(1);
    for (let index = 0; index < 700; index++) {
      cache.get(asker, 'often', () => compiled('often')());
      cache.get(asker, `shape ${index}`, compiled(`${index}`));
    }
    expect(cache.size).toBe(500);
    expect(cache.get(asker, 'often', never).text).toBe('often');
    expect(cache.get(asker, 'shape 699', never).name).toBeUndefined();
    expect(cache.get(asker, 'shape 0', compiled('0')).name).toBe('q1_0');
  });

  it('keeps nothing of enormous queries', () => {
    const cache = new StatementCache(1);
    const shape = 'x'.repeat(30_000);
    expect(cache.get(asker, shape, compiled('a')).name).toBeUndefined();
    expect(cache.size).toBe(0);
  });
});
