import { compileModel } from '../../platform/layers/compile.ts';
import { mergeLayers } from '../../platform/layers/merge.ts';
import type { Model } from '../../platform/layers/model.ts';
import { EMPTY_ORG_LAYER } from '../../platform/layers/org-layer.ts';
import { type Files, loadTestPackages } from './org.ts';

/** The model of the system package and inline files, without a database; throws when they have errors. */
export async function compileTestModel(files: Files = {}): Promise<Model> {
  const packages = await loadTestPackages([], Object.keys(files).length > 0 ? files : undefined);
  const { elements, origins } = mergeLayers({ packages, org: EMPTY_ORG_LAYER });
  const { model, problems } = compileModel({ packages, elements, origins });
  if (!model) throw new Error(problems.map(({ message }) => message).join('\n'));
  return model;
}
