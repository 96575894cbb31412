import { compileModel } from '../../platform/layers/compile.ts';
import type { Model } from '../../platform/layers/model.ts';
import type { Problem } from '../../platform/problem.ts';
import type { StudioModel } from '../../runtime/client/api.ts';
import type { Elements } from './elements.ts';

/** Compiles effective elements as a deploy does, in the browser: the same checks, before anything is sent. */
export function compileElements(
  elements: Elements,
  packages: StudioModel['packages'],
): { readonly model: Model | undefined; readonly problems: readonly Problem[] } {
  const origins = new Map([...elements.byId.values()].map((element) => [element.id, element.origins]));
  return compileModel({ packages, elements: elements.byId, origins });
}
