import type { Json } from '../../../platform/json.ts';
import { findRelationship } from '../../../platform/layers/find.ts';
import type { FieldDef, Model, ObjectDef } from '../../../platform/layers/model.ts';
import type { Query, Row } from '../../query/query.ts';

/** A record as Salesforce answers it: `attributes`, fields, parents nested or null. */
export type RecordJson = {
  readonly attributes: { readonly type: string; readonly url: string };
  [field: string]: Json;
};

/** Which ids a query's answer needs besides what was asked, and how to nest its rows. */
export interface RowShape {
  readonly query: Query;
  toRecord(row: Row): RecordJson;
}

interface Parent {
  /** Path of the relationship: `Provider__r`, `Provider__r.Owner`. */
  readonly path: string;
  readonly object: string;
}

/** Adds the ids that addresses and empty parents are told by, and leaves out of the answer what was not asked. */
export function shapeRows(
  model: Model,
  object: ObjectDef,
  { query, version }: { query: Query; version: string },
): RowShape {
  const parents = parentsOf(model, object, query.select);
  const asked = new Set(query.select.map((path) => path.join('.').toLowerCase()));
  const takesAll = query.select.some(([first]) => first?.startsWith('FIELDS('));
  const ids = ['', ...parents.keys()].map((path) => (path === '' ? ['Id'] : [...path.split('.'), 'Id']));
  const idPaths = ids.map((path) => path.join('.').toLowerCase());
  const hidden = new Set(idPaths.filter((path) => !asked.has(path) && !(takesAll && path === 'id')));
  const url = (type: string, id: Json | undefined) => `/services/data/${version}/sobjects/${type}/${String(id ?? '')}`;
  return {
    query: { ...query, select: [...query.select, ...ids] },
    toRecord(row) {
      const record: RecordJson = { attributes: { type: object.name, url: url(object.name, row.Id) } };
      for (const [path, value] of Object.entries(row)) {
        if (!hidden.has(path.toLowerCase())) place(record, path, value);
      }
      return record;

      function place(root: RecordJson, path: string, value: Json): void {
        const steps = path.split('.');
        const field = steps.pop() ?? '';
        let target = root;
        for (const [index, step] of steps.entries()) {
          const parent = steps.slice(0, index + 1).join('.');
          const id = row[`${parent}.Id`] ?? null;
          if (id === null) {
            target[step] = null;
            return;
          }
          const type = parents.get(parent.toLowerCase())?.object ?? '';
          const next = target[step] ?? { attributes: { type, url: url(type, id) } };
          target[step] = next;
          target = next as RecordJson; // Made in the line above, now or for an earlier field.
        }
        target[field] = value;
      }
    },
  };
}

/** The relationships that the paths follow, by their path in lower case, in canonical spelling. */
function parentsOf(model: Model, object: ObjectDef, select: Query['select']): ReadonlyMap<string, Parent> {
  const parents = new Map<string, Parent>();
  for (const path of select) {
    let current: ObjectDef | undefined = object;
    const canonical: string[] = [];
    for (const step of path.slice(0, -1)) {
      const field: FieldDef | undefined = current && findRelationship(current, step);
      current = field?.references ? model.objects.get(field.references) : undefined;
      if (!field || !current) break; // The planner says what is wrong with the path.
      canonical.push(field.relationshipName ?? step);
      parents.set(canonical.join('.').toLowerCase(), { path: canonical.join('.'), object: current.name });
    }
  }
  return parents;
}
