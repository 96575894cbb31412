import { fieldTypes } from '../fields/registry.ts';
import type { FieldDef, ObjectDef } from '../layers/model.ts';
import { columnOfField } from '../physical/allocated.ts';
import { type Conversion, conversionOf, conversionsOf, keepsColumn } from '../physical/convert.ts';
import { convertCallSql } from '../physical/fill.ts';
import { quoteIdentifier } from '../physical/identifier.ts';
import type { Allocation, ChangeOf, Live, RetiredColumn, SchemaChange } from '../physical/physical.ts';
import { renamedColumnSql, type ValueRename } from '../physical/rename-values.ts';
import { systemColumn } from '../physical/system-columns.ts';
import type { Problem } from '../problem.ts';
import type { DataCheck, Faults } from './data-check.ts';
import type { DeployKind } from './deploy-result.ts';

/** The live version, with its columns, and the one that is to follow, with the way to it. */
export interface Versions {
  readonly live: Live;
  readonly allocation: Allocation;
  readonly next: Live;
  readonly schema: readonly SchemaChange[];
  /** Picklist values that are called otherwise from now on. */
  readonly valueRenames: readonly ValueRename[];
  readonly kind: DeployKind;
}

/** What to ask of the records that are there about the new fields: types, lengths, blanks and duplicates. */
export function planValueChecks(versions: Versions): DataCheck[] {
  return [...versions.next.model.objects.values()].flatMap((object) => {
    const before = versions.live.model.objects.get(object.name);
    const isThere = Object.hasOwn(versions.allocation.objects, object.name);
    if (!isThere || before === object) return [];
    return [
      ...[...object.fields.values()].flatMap((field) => {
        const was = before?.fields.get(field.name);
        return was ? checkField(field, was, versions) : checkNew(field, versions);
      }),
      ...(before ? checkUniqueKeys(object, before, versions) : []),
    ];
  });
}

function checkField(field: FieldDef, before: FieldDef, versions: Versions): DataCheck[] {
  const retired = retiredColumn(field, versions);
  if (retired) return checkReturn(field, before, { retired, versions });
  const conversion = conversionOf(before.type, field.type);
  const value = valueSql(field, before, versions);
  if (value === undefined) return checkRefused(field, before, { conversion, versions });
  const isMade = value !== columnSql(versions.live, before);
  return [
    ...(conversion.verdict === 'checked' ? checkConversion(field, before, { conversion, versions }) : []),
    ...(field.isRequired && !before.isRequired ? checkBlanks(field, before, versions) : []),
    ...(field.isUnique && (!before.isUnique || isMade) ? checkDuplicates([field], [before], versions) : []),
    ...(conversion.verdict === 'allowed' && isNarrower(field, before) ? checkNarrower(field, before, versions) : []),
  ];
}

/** A field that comes back meets the values that its column kept; how long they were allowed to be is not known. */
function checkNew(field: FieldDef, versions: Versions): DataCheck[] {
  if (systemColumn(field.name)) return [];
  const column = columnOfField(versions.allocation, field.object, field.name);
  if (column?.column !== versions.next.physical.column(field.object, field.name))
    return checkBlanks(field, undefined, versions);
  const before: FieldDef = { ...field, type: column.type };
  const conversion = conversionOf(before.type, field.type);
  const hasSize = fieldTypes[field.type].valueClass === 'number' || field.length !== undefined;
  return [
    ...(conversion.verdict === 'checked' ? checkConversion(field, before, { conversion, versions }) : []),
    ...checkBlanks(field, before, versions),
    ...(field.isUnique ? checkDuplicates([field], [before], versions) : []),
    ...(conversion.verdict === 'allowed' && hasSize ? checkNarrower(field, before, versions) : []),
  ];
}

/** SQL of the value that a field will have, over the columns that are live; undefined where it can have none. */
function valueSql(field: FieldDef, before: FieldDef, versions: Versions): string | undefined {
  const { live, allocation } = versions;
  const column = columnSql(live, before);
  const allocated = columnOfField(allocation, field.object, field.name);
  if (!allocated || keepsColumn(allocated, field)) return column;
  const conversion = conversionOf(before.type, field.type);
  const isElsewhere = field.references !== undefined && field.references !== before.references;
  return conversion.verdict === 'checked' && !isElsewhere
    ? conversion.value(heldSql(before, versions), field)
    : undefined;
}

/** A field whose values cannot become the new type's may only change while it holds none. */
function checkRefused(
  field: FieldDef,
  before: FieldDef,
  { conversion, versions }: { readonly conversion: Conversion; readonly versions: Versions },
): DataCheck[] {
  const column = columnSql(versions.live, before);
  const isElsewhere = field.type === before.type || conversion.verdict !== 'refused';
  const what = isElsewhere
    ? `point to ${field.references} instead of ${before.references}`
    : `change from ${before.type} to ${field.type}`;
  const reason = isElsewhere ? 'its records hold ids of the other object' : conversion.reason;
  const possible = conversionsOf(before.type).join(', ');
  return [
    {
      check: 'records',
      table: tableOf(versions, field),
      where: before.type === 'Checkbox' ? column : `${column} is not null`,
      what: 'hold a value',
      severity: 'error',
      toProblems: ({ total }) => [
        {
          ...at(field),
          code: 'INCOMPATIBLE_TYPE',
          severity: 'error',
          message: `${name(field)} cannot ${what}, since ${reason}: ${records(total)} ${total === 1 ? 'holds' : 'hold'} a value. ${possible && !isElsewhere ? `It can become ${possible}. ` : ''}Otherwise add a new field, move the values and remove this one.`,
          found: field.type,
        },
      ],
    },
  ];
}

/** Every value has to pass; those that come over in part are told. */
function checkConversion(
  field: FieldDef,
  before: FieldDef,
  made: { readonly conversion: Extract<Conversion, { verdict: 'checked' }>; readonly versions: Versions },
): DataCheck[] {
  const { conversion, versions } = made;
  const column = columnSql(versions.live, before);
  const change = conversionChange(field, versions);
  // A rollback is not kept from a column by what stood in it before, or was allowed there since.
  const severity = versions.kind === 'rollback' && conversion.column === 'kept' ? 'warning' : 'error';
  const then = severity === 'error' ? 'Change these first.' : 'They stay as they are until they are saved next.';
  const verb = severity === 'error' ? 'cannot change' : 'changes back';
  const isLost = (value: string) => `${column} is not null and (${value}) is null`;
  const toProblems = ({ total, values }: Faults): Problem[] => [
    {
      ...at(field),
      code: 'INCOMPATIBLE_TYPE',
      severity,
      message: `${name(field)} ${verb} from ${before.type} to ${field.type}: ${records(total)} ${total === 1 ? 'holds' : 'hold'} a value that is not ${conversion.expected}${examples(values)}. ${then}`,
      found: total,
      expected: conversion.expected,
    },
  ];
  const check: DataCheck = {
    check: 'records',
    table: tableOf(versions, field),
    where: isLost(conversion.value(heldSql(before, versions), field)),
    ...(change ? { whereInCommit: isLost(convertCallSql(change, versions.live.physical.schema)) } : {}),
    value: column,
    what: `cannot become ${field.type}`,
    severity,
    shows: [shown(field)],
    toProblems,
  };
  return [check, ...checkLosses(field, before, made)];
}

function checkLosses(
  field: FieldDef,
  before: FieldDef,
  { conversion, versions }: { readonly conversion: Extract<Conversion, { verdict: 'checked' }>; versions: Versions },
): DataCheck[] {
  const { loses } = conversion;
  if (!loses) return [];
  const toProblems = ({ total }: Faults): Problem[] => [
    {
      ...at(field),
      code: 'VALUES_LOSE_PART',
      severity: 'warning',
      message: `${name(field)} becomes ${field.type}: ${records(total)} ${total === 1 ? 'loses' : 'lose'} ${loses.what}. A rollback brings it back.`,
      found: total,
    },
  ];
  const where = loses.where(columnSql(versions.live, before));
  const what = `lose ${loses.what}`;
  return [{ check: 'records', table: tableOf(versions, field), where, what, severity: 'warning', toProblems }];
}

/** A rollback goes back to the values that a field had before its type changed; what was written since is told. */
function checkReturn(
  field: FieldDef,
  before: FieldDef,
  { retired, versions }: { readonly retired: RetiredColumn; readonly versions: Versions },
): DataCheck[] {
  const [column, old] = [heldSql(before, versions), quoteIdentifier(retired.column)];
  const there = conversionOf(retired.type, before.type);
  const isWritten =
    there.verdict === 'checked' ? `${column} is distinct from ${there.value(old, before)}` : `${column} is not null`;
  const toProblems = ({ total }: Faults): Problem[] => [
    {
      ...at(field),
      code: 'VALUES_LEFT_BEHIND',
      severity: 'warning',
      message: `${name(field)} becomes ${field.type} again, with the values that it had before it was ${before.type}. ${records(total)} ${total === 1 ? 'was' : 'were'} given another value since; what was written then stays in column ${versions.live.physical.column(field.object, field.name)} and is not shown.`,
      found: total,
    },
  ];
  const what = 'were written since';
  return [
    { check: 'records', table: tableOf(versions, field), where: isWritten, what, severity: 'warning', toProblems },
  ];
}

/** Records without a value stay as they are until somebody saves them; a detail without its master cannot be. */
function checkBlanks(field: FieldDef, before: FieldDef | undefined, versions: Versions): DataCheck[] {
  if (!field.isRequired || field.type === 'Checkbox' || field.type === 'AutoNumber') return [];
  const isMaster = field.type === 'MasterDetail';
  const severity = isMaster ? 'error' : 'warning';
  const then = isMaster
    ? 'Give each its master first.'
    : 'They stay as they are, and need one when they are saved next.';
  const toProblems = ({ total }: Faults): Problem[] => [
    {
      ...at(field),
      code: 'REQUIRED_VALUE_MISSING',
      severity,
      message: `${name(field)} becomes required, and ${records(total)} ${total === 1 ? 'has' : 'have'} no value. ${then}`,
      found: total,
    },
  ];
  const where = before ? `${columnSql(versions.live, before)} is null` : 'true';
  return [{ check: 'records', table: tableOf(versions, field), where, what: 'have no value', severity, toProblems }];
}

function checkUniqueKeys(object: ObjectDef, before: ObjectDef, versions: Versions): DataCheck[] {
  const known = new Set(before.uniqueKeys.map((key) => key.fields.join()));
  return object.uniqueKeys.flatMap((key) => {
    const fields = key.fields.flatMap((field) => object.fields.get(field) ?? []);
    const were = fields.flatMap((field) => before.fields.get(field.name) ?? []);
    const isMade = fields.some((field) => conversionChange(field, versions));
    if ((known.has(key.fields.join()) && !isMade) || were.length < key.fields.length) return [];
    return checkDuplicates(fields, were, versions, `object:${object.name}/uniqueKeys:${key.name}`);
  });
}

/** Values that more than one record has, which a unique field cannot take over. */
function checkDuplicates(
  fields: readonly FieldDef[],
  before: readonly FieldDef[],
  versions: Versions,
  element = fields[0]?.element ?? '',
): DataCheck[] {
  const keys = fields.map((field, index) => {
    const was = before[index];
    const value = was && valueSql(field, was, versions);
    return value && fieldTypes[field.type].valueClass === 'text' ? `lower(${value})` : value;
  });
  const known = keys.filter((key) => key !== undefined);
  if (known.length < fields.length || !fields[0]) return [];
  const toProblems = ({ total, values }: Faults): Problem[] => [
    duplicateProblem(fields.map(name), total, { values, element }),
  ];
  const table = tableOf(versions, fields[0]);
  return [{ check: 'duplicates', table, keys: known, severity: 'error', shows: fields.map(shown), toProblems }];
}

/** Says which values stand in the way of making fields unique. */
export function duplicateProblem(
  names: readonly string[],
  total: number,
  { values, element }: { readonly values: readonly { readonly value: string }[]; readonly element?: string },
): Problem {
  const some = values.slice(0, 3).map(({ value }) => `"${value}"`);
  return {
    code: 'DUPLICATE_VALUES',
    severity: 'error',
    message: `${names.join(' and ')} cannot become unique: ${total === 1 ? 'one value is' : `${total} values are`} held by more than one record${suchAs(some)}. Change these first.`,
    ...(element === undefined ? {} : { element }),
    found: total,
  };
}

function isNarrower(field: FieldDef, before: FieldDef): boolean {
  const digits = ({ precision = 18, scale = 0 }: FieldDef) => precision - scale;
  if (fieldTypes[field.type].valueClass === 'number')
    return (field.scale ?? 0) < (before.scale ?? 0) || digits(field) < digits(before);
  return field.length !== undefined && (before.length === undefined || field.length < before.length);
}

function checkNarrower(field: FieldDef, before: FieldDef, versions: Versions): DataCheck[] {
  const column = columnSql(versions.live, before);
  const digits = (field.precision ?? 18) - (field.scale ?? 0);
  const where =
    fieldTypes[field.type].valueClass === 'number'
      ? `round(${column}, ${Math.trunc(field.scale ?? 0)}) <> ${column} or abs(${column}) >= 1e${Math.trunc(digits)}`
      : `length(${column}) > ${Math.trunc(field.length ?? 0)}`;
  const size =
    field.length === undefined ? `${digits} digits and ${field.scale ?? 0} decimals` : `${field.length} characters`;
  const toProblems = ({ total }: Faults): Problem[] => [
    {
      ...at(field),
      code: 'VALUES_TOO_LONG',
      severity: 'error',
      message: `${name(field)} cannot shrink to ${size}: ${records(total)} ${total === 1 ? 'holds' : 'hold'} more. Shorten these first.`,
      found: total,
    },
  ];
  const what = `hold more than ${size}`;
  return [{ check: 'records', table: tableOf(versions, field), where, what, severity: 'error', toProblems }];
}

function conversionChange(field: FieldDef, { next, schema }: Versions): ChangeOf<'convertColumn'> | undefined {
  const column = next.physical.column(field.object, field.name);
  const table = next.physical.table(field.object);
  return schema.find(
    (change): change is ChangeOf<'convertColumn'> =>
      change.change === 'convertColumn' && change.table === table && change.column === column,
  );
}

/** The column that a rollback brings back, where its field has another one now. */
function retiredColumn(field: FieldDef, { allocation, next }: Versions): RetiredColumn | undefined {
  const column = next.physical.column(field.object, field.name);
  return allocation.retired[next.physical.table(field.object)]?.find((retired) => retired.column === column);
}

function tableOf({ live }: Versions, { object }: FieldDef): string {
  return live.physical.table(object);
}

function columnSql({ physical }: Live, field: FieldDef): string {
  return quoteIdentifier(physical.column(field.object, field.name));
}

/** SQL of the value that a field holds; of a picklist as it is called from now on. */
function heldSql(field: FieldDef, { live, allocation, valueRenames }: Versions): string {
  const column = columnOfField(allocation, field.object, field.name);
  return column ? renamedColumnSql(column, name(field), valueRenames) : columnSql(live, field);
}

function examples(values: Faults['values']): string {
  const some = values
    .slice(0, 3)
    .map(({ value, record }) => `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}" (${record})`);
  return suchAs(some);
}

function suchAs(some: readonly string[]): string {
  return some.length === 0 ? '' : `, such as ${some.join(', ')}`;
}

function shown(field: FieldDef) {
  return { object: field.object, field: field.name };
}

function at(field: FieldDef): Pick<Problem, 'element'> {
  return { element: field.element };
}

function name(field: FieldDef): string {
  return `${field.object}.${field.name}`;
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}
