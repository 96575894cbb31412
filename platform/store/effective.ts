import { type Compiled, compileModel } from '../layers/compile.ts';
import { type MergedOrg, mergeChanged } from '../layers/merge-changed.ts';
import type { StoredMetadata } from './metadata-rows.ts';

/** Packages and an org's layer, made into one: no merge is open in what is stored. */
export interface Effective {
  readonly merged: MergedOrg;
  readonly compiled: Compiled;
}

/** Merges and compiles what is stored; with what it was before, only what differs. */
export function compileEffective({ packages, org }: StoredMetadata, before?: Effective): Effective {
  const merged = mergeChanged({ packages, org }, before?.merged);
  return { merged, compiled: compileModel({ packages, ...merged }, before?.compiled) };
}
