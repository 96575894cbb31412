import type { DataCheck } from '../../platform/deploy/data-check.ts';
import type { ElementChange } from '../../platform/deploy/deploy-result.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef, Model } from '../../platform/layers/model.ts';
import { elementId } from '../../platform/packages/element-id.ts';
import { quoteIdentifier, quoteText } from '../../platform/physical/identifier.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { Problem } from '../../platform/problem.ts';

/**
 * What to ask of the records that are there before a new version of the model: picklist values that are taken away or
 * closed while records have them. Types, lengths, blanks and duplicates are the deploy's own to check.
 */
export function planDataChecks(
  live: Live | undefined,
  next: Live,
  changes: readonly ElementChange[],
): readonly DataCheck[] {
  if (!live) return [];
  return changedPicklists(live.model, next.model, changes).flatMap(([field, after]) => {
    const gone = lostValues(field, after);
    return gone.length === 0 ? [] : [checkUses(live, field, gone)];
  });
}

/** Picklists of both versions that a change touches. */
function changedPicklists(live: Model, next: Model, changes: readonly ElementChange[]): [FieldDef, FieldDef][] {
  const touched = new Set(changes.map(({ element }) => element.split('/', 1)[0]));
  const changed = [...live.objects.values()].filter((object) => next.objects.get(object.name) !== object);
  return changed.flatMap((object) =>
    [...object.fields.values()].flatMap((field): [FieldDef, FieldDef][] => {
      const after = next.objects.get(object.name)?.fields.get(field.name);
      return field.values && after?.values && touched.has(field.element) ? [[field, after]] : [];
    }),
  );
}

interface LostValue {
  readonly value: string;
  readonly label: string;
  readonly how: 'removed' | 'deactivated';
}

function lostValues(field: FieldDef, after: FieldDef): LostValue[] {
  const now = new Map(after.values?.map((value) => [value.value, value]));
  return (field.values ?? []).flatMap(({ value, label, isActive }): LostValue[] => {
    const next = now.get(value);
    if (!next) return [{ value, label, how: 'removed' }];
    return isActive && !next.isActive ? [{ value, label, how: 'deactivated' }] : [];
  });
}

function checkUses({ physical }: Live, field: FieldDef, gone: readonly LostValue[]): DataCheck {
  const column = quoteIdentifier(physical.column(field.object, field.name));
  const lost = `array[${gone.map(({ value }) => quoteText(value)).join(', ')}]::text[]`;
  const isList = fieldTypes[field.type].valueClass === 'choices';
  return {
    check: 'records',
    table: physical.table(field.object),
    where: isList ? `${column} && ${lost}` : `${column} = any(${lost})`,
    value: isList ? `unnest(${column})` : column,
    what: 'hold a value that goes',
    severity: gone.some(({ how }) => how === 'removed') ? 'error' : 'warning',
    toProblems: ({ values }) => {
      const counts = new Map(values.map(({ value, count }) => [value, count]));
      return gone.flatMap((value) => toProblems(field, value, counts.get(value.value) ?? 0));
    },
  };
}

function toProblems(field: FieldDef, { value, label, how }: LostValue, count: number): Problem[] {
  if (count === 0) return [];
  const name = `${field.object}.${field.name}`;
  const records = count === 1 ? '1 record' : `${count} records`;
  const problem = {
    code: 'PICKLIST_VALUE_IN_USE',
    element: valueElement(field, value),
    found: value,
  };
  if (how === 'deactivated') {
    const keep = `${records} ${count === 1 ? 'keeps' : 'keep'} it, and nobody can choose it any more`;
    return [{ ...problem, severity: 'warning', message: `The value "${label}" of ${name} is in use: ${keep}.` }];
  }
  const message = `The value "${label}" of ${name} cannot be removed: ${records} ${count === 1 ? 'has' : 'have'} it. Make it inactive, or change these records first.`;
  return [{ ...problem, severity: 'error', message }];
}

function valueElement(field: FieldDef, value: string): string {
  return elementId({ kind: 'field', component: `${field.object}.${field.name}`, path: ['values', value] });
}
