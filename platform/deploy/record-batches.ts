import type { Json } from '../json.ts';
import type { Model } from '../layers/model.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import type { Problem } from '../problem.ts';
import type { ElementChange } from './deploy-result.ts';
import type { RecordBatch } from './request.ts';

/**
 * The shipped records that have to be saved: those whose metadata changed, and of each the changed fields alone, so
 * that what people did to the other fields stays. A field or record that is not shipped any more is left as it is.
 */
export function recordBatches(
  model: Model,
  changes: readonly ElementChange[],
  elements: ReadonlyMap<ElementId, Element>,
): RecordBatch[] {
  const changed = Map.groupBy(
    changes.filter(({ element }) => element.startsWith('data:')),
    ({ element }) => parseElementId(element)?.component,
  );
  const sets = [...model.data.values()].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  return sets.flatMap(({ name, object, key }) => {
    const records = (changed.get(name) ?? []).flatMap((change) => changedRecord(change, elements.get(change.element)));
    return records.length > 0 ? [{ data: name, object, key, records }] : [];
  });
}

/** Says which records that were shipped stay, though their metadata goes. */
export function warnOfLeftRecords(changes: readonly ElementChange[]): Problem[] {
  const gone = changes.filter(({ element, change }) => change === 'removed' && /^data:[^/]+\/records:/.test(element));
  const bySet = Map.groupBy(gone, ({ element }) => parseElementId(element)?.component ?? element);
  return [...bySet].map(([name, records]) => ({
    code: 'RECORDS_LEFT',
    severity: 'warning',
    message: `${records.length} ${records.length === 1 ? 'record' : 'records'} of ${name} will not be shipped any more and stay in the org; delete them by hand if nobody needs them.`,
    element: `data:${name}`,
  }));
}

function changedRecord({ change, properties }: ElementChange, element: Element | undefined): RecordBatch['records'] {
  const [collection, key] = element?.path ?? [];
  if (change === 'removed' || collection !== 'records' || key === undefined) return [];
  const values = properties.flatMap(({ property, after }): [string, Json][] =>
    after === undefined ? [] : [[property, after]],
  );
  if (change === 'changed' && values.length === 0) return [];
  return [{ key, values: Object.fromEntries(values) }];
}
