/**
 * Texts that were seen, at 16 to 32 bytes each whatever their length, so that a file of millions of rows fits. Two
 * texts are taken for one with a chance of one in 2^64 per pair: one in ten million for a file of two million.
 */
export class KeySet {
  #size = 0;
  /** Open addressing: two 32-bit hashes per slot, both zero for an empty one. */
  #slots = new Uint32Array(2 * 1024);

  get size(): number {
    return this.#size;
  }

  /** Adds a text; false when it was there already. */
  add(key: string): boolean {
    if (this.#size * 4 > this.#slots.length) this.#grow();
    const [high, low] = hash(key);
    if (!insert(this.#slots, high, low)) return false;
    this.#size++;
    return true;
  }

  has(key: string): boolean {
    const [high, low] = hash(key);
    return find(this.#slots, high, low).isFound;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = [old[at], old[at + 1]];
      if (high !== 0 || low !== 0) insert(this.#slots, high, low);
    }
  }
}

function insert(slots: Uint32Array, high: number, low: number): boolean {
  const { at, isFound } = find(slots, high, low);
  if (isFound) return false;
  slots[at] = high;
  slots[at + 1] = low;
  return true;
}

/** Where a pair of hashes stands, or would. */
function find(slots: Uint32Array, high: number, low: number): { at: number; isFound: boolean } {
  const count = slots.length / 2;
  for (let slot = low % count; ; slot = (slot + 1) % count) {
    const at = slot * 2;
    if (slots[at] === high && slots[at + 1] === low) return { at, isFound: true };
    if (slots[at] === 0 && slots[at + 1] === 0) return { at, isFound: false };
  }
}

/** Two independent 32-bit hashes of a text (MurmurHash-like mixing); never both zero. */
function hash(key: string): [number, number] {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    one = Math.imul(one ^ code, 0x9e3779b1);
    two = Math.imul(two ^ code, 0x5f356495);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(two ^ (two >>> 13), 0xc2b2ae35);
  two = Math.imul(two ^ (two >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return [one >>> 0, two >>> 0 || 1];
}
