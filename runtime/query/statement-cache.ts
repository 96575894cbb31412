import type { Live } from '../../platform/physical/physical.ts';
import type { Principal } from '../security/principal.ts';
import type { CompiledQuery } from './compile.ts';

/** How many statements of one model version are kept compiled, and prepared in each connection. */
const MAX_STATEMENTS = 500;

/** Queries of longer shapes are compiled each time: they hardly come again, and would fill the memory. */
const MAX_SHAPE_LENGTH = 20_000;

/** A compiled statement with the name under which connections keep it prepared; past the bound it has none. */
export interface CachedStatement extends CompiledQuery {
  readonly name?: string;
}

type Asker = Pick<Principal, 'accessClass' | 'permissions' | 'roleName' | 'groups'>;

/** The statements of one model version, the least recently used dropped first. */
export class StatementCache {
  readonly #version: number;
  readonly #entries = new Map<string, { readonly asker: Asker; readonly statement: CachedStatement }>();
  /** Names are never taken back: a connection keeps what it has prepared until it closes. */
  readonly #named = new Set<string>();

  constructor(version: number) {
    this.#version = version;
  }

  /** The statement for a query's shape, compiled when nobody of the access class has asked for it yet. */
  get(asker: Asker, shape: string, compile: () => CompiledQuery): CachedStatement {
    if (shape.length > MAX_SHAPE_LENGTH) return compile();
    const key = `${asker.accessClass}\n${shape}`;
    const found = this.#entries.get(key);
    this.#entries.delete(key);
    const statement = found && hasSameAccess(found.asker, asker) ? found.statement : this.#name(compile());
    this.#entries.set(key, { asker, statement });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_STATEMENTS && oldest !== undefined) this.#entries.delete(oldest);
    return statement;
  }

  get size(): number {
    return this.#entries.size;
  }

  #name(compiled: CompiledQuery): CachedStatement {
    const name = `q${this.#version}_${compiled.fingerprint}`;
    if (!this.#named.has(name) && this.#named.size >= MAX_STATEMENTS) return compiled;
    this.#named.add(name);
    return { ...compiled, name };
  }
}

/** The statements of a live version; they go when it goes. */
export function statementsOf(live: Live): StatementCache {
  const cache = caches.get(live) ?? new StatementCache(live.version);
  caches.set(live, cache);
  return cache;
}

const caches = new WeakMap<Live, StatementCache>();

/** An access class is a promise that statements are equal; what they are compiled from is compared all the same. */
function hasSameAccess(one: Asker, other: Asker): boolean {
  return (
    one.permissions === other.permissions &&
    one.roleName === other.roleName &&
    one.groups.length === other.groups.length &&
    one.groups.every((group) => other.groups.includes(group))
  );
}
