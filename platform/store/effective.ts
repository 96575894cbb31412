import { compileModel } from '../layers/compile.ts';
import { mergeLayers } from '../layers/merge.ts';
import type { Model } from '../layers/model.ts';
import type { OrgLayer } from '../layers/org-layer.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import type { Problem } from '../problem.ts';

/** Packages and an org's layer, made into one. */
export interface Effective {
  readonly elements: ReadonlyMap<ElementId, Element>;
  readonly model: Model | undefined;
  readonly problems: readonly Problem[];
}

/** The effective metadata of what is stored: no merge is open in it any more. */
export function compileEffective(packages: readonly Package[], org: OrgLayer): Effective {
  const { elements, origins } = mergeLayers({ packages, org });
  const { model, problems } = compileModel({ packages, elements, origins });
  return { elements, model, problems };
}
