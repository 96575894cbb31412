/** Who is guessing: a name from an address. */
export interface Attempt {
  readonly name: string;
  readonly address: string;
}

/**
 * Slows down guessing of secrets: a name from one address, and an address altogether, may fail so often within a
 * window. Not by name alone, because then anybody could lock anybody out.
 */
export interface Throttle {
  /** Seconds to wait; 0 when the attempt may be made. */
  waitSeconds(attempt: Attempt): number;
  fail(attempt: Attempt): void;
  /** Forgets the name's failures; the address's stay, or one good sign-in would let it go on guessing others. */
  succeed(attempt: Attempt): void;
}

export interface ThrottleOptions {
  readonly failuresPerName: number;
  readonly failuresPerAddress: number;
  readonly windowSeconds: number;
  readonly now?: () => number;
}

/** Keys kept at most; the oldest go first, so that memory stays bounded under attack. */
const MAX_KEYS = 10_000;

export function createThrottle(options: ThrottleOptions): Throttle {
  const { failuresPerName, failuresPerAddress, windowSeconds, now = Date.now } = options;
  const failures = new Map<string, { count: number; until: number }>();
  const current = (key: string) => {
    const entry = failures.get(key);
    return entry && entry.until > now() ? entry : undefined;
  };
  const wait = (key: string, limit: number) => {
    const entry = current(key);
    return entry && entry.count >= limit ? Math.ceil((entry.until - now()) / 1000) : 0;
  };
  const count = (key: string) => {
    const entry = current(key) ?? { count: 0, until: now() + windowSeconds * 1000 };
    entry.count += 1;
    // Re-inserted, so that the map's order is by last failure.
    failures.delete(key);
    failures.set(key, entry);
    const oldest = failures.size > MAX_KEYS ? failures.keys().next().value : undefined;
    if (oldest !== undefined) failures.delete(oldest);
  };
  return {
    waitSeconds: (attempt) =>
      Math.max(wait(nameKey(attempt), failuresPerName), wait(addressKey(attempt), failuresPerAddress)),
    fail(attempt) {
      count(nameKey(attempt));
      count(addressKey(attempt));
    },
    succeed: (attempt) => void failures.delete(nameKey(attempt)),
  };
}

function nameKey({ name, address }: Attempt): string {
  return `name ${address} ${name.toLowerCase().slice(0, 255)}`;
}

function addressKey({ address }: Attempt): string {
  return `address ${address}`;
}
