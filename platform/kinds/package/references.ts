import type { KindReferences } from '../reference.ts';

/** A package names other packages, which are no elements of it. */
export const packageReferences: KindReferences = {};
