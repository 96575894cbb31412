import type { Finding } from './finding.ts';
import { danglingReference } from './findings.ts';
import type { FieldView, ModelView, ObjectView } from './model-view.ts';

/** The field at the end of a path such as `Provider__r.Name`, or what is wrong with the path. */
export function resolveFieldPath(
  model: Pick<ModelView, 'objects'>,
  object: ObjectView,
  { path, pointer }: { readonly path: string; readonly pointer: string },
):
  | { readonly field: FieldView; readonly findings: readonly [] }
  | { readonly field?: undefined; readonly findings: Finding[] } {
  const steps = path.split('.');
  const name = steps.pop() ?? '';
  let at = object;
  for (const step of steps) {
    const next = followRelationship(model, at, step);
    if (next === undefined) {
      const what = `relationship of ${at.name}`;
      return { findings: [danglingReference({ pointer, what, found: step, candidates: relationshipNames(at) })] };
    }
    at = next;
  }
  const field = at.fields.get(name);
  if (field !== undefined) return { field, findings: [] };
  const what = `field of ${at.name}`;
  return { findings: [danglingReference({ pointer, what, found: name, candidates: at.fields.keys() })] };
}

/** The object that a step such as `Provider__r` leads to. */
export function followRelationship(
  model: Pick<ModelView, 'objects'>,
  object: ObjectView,
  step: string,
): ObjectView | undefined {
  const references = object.relationships.get(step)?.references;
  return references === undefined ? undefined : model.objects.get(references);
}

/** Names of the steps that lead from an object to others. */
export function relationshipNames(object: ObjectView): string[] {
  return [...object.relationships.keys()];
}
