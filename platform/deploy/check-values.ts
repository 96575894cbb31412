import type { ClientBase, Pool } from 'pg';
import { fieldTypes } from '../fields/registry.ts';
import type { FieldDef, ObjectDef } from '../layers/model.ts';
import { conversionsOf, keepsColumn } from '../physical/convert.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Allocation, Live } from '../physical/physical.ts';
import type { Problem } from '../problem.ts';

type Db = Pick<ClientBase | Pool, 'query'>;

/** The live version, with its columns, and the one that is to follow. */
export interface Versions {
  readonly live: Live;
  readonly allocation: Allocation;
  readonly next: Live;
}

/** What the records that are there say against the new fields: types, lengths, blanks and duplicates. */
export async function checkValues(db: Db, versions: Versions): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const object of versions.next.model.objects.values()) {
    const before = versions.live.model.objects.get(object.name);
    if (!before) continue;
    for (const field of object.fields.values())
      problems.push(...(await checkField(db, field, before.fields.get(field.name), versions)));
    problems.push(...(await checkUniqueKeys(db, object, before, versions.live)));
  }
  return problems;
}

async function checkField(
  db: Db,
  field: FieldDef,
  before: FieldDef | undefined,
  versions: Versions,
): Promise<Problem[]> {
  const key = `${field.object}.${field.name}`;
  const allocated = Object.hasOwn(versions.allocation.fields, key) ? versions.allocation.fields[key] : undefined;
  if (before && allocated && !keepsColumn(allocated, field)) return checkRetype(db, field, before, versions.live);
  const problems: Problem[] = [];
  if (field.isRequired && !before?.isRequired) problems.push(...(await checkBlanks(db, field, before, versions)));
  if (field.isUnique && !before?.isUnique && before)
    problems.push(...(await checkDuplicates(db, [field], versions.live, field)));
  if (before && isNarrower(field, before)) problems.push(...(await checkNarrower(db, field, before, versions.live)));
  return problems;
}

/** A field whose values cannot become the new type's may only change while it holds none. */
async function checkRetype(db: Db, field: FieldDef, before: FieldDef, live: Live): Promise<Problem[]> {
  const column = columnSql(live, before);
  const isSet = before.type === 'Checkbox' ? column : `${column} is not null`;
  const count = await countRecords(db, live, field.object, isSet);
  if (count === 0) return [];
  const possible = conversionsOf(before.type);
  const expected = possible.length > 0 ? `It can become ${possible.join(', ')}. ` : '';
  const what =
    field.type === before.type
      ? `point to ${field.references} instead of ${before.references}`
      : `change from ${before.type} to ${field.type}`;
  return [
    {
      ...at(field),
      code: 'INCOMPATIBLE_TYPE',
      severity: 'error',
      message: `${name(field)} cannot ${what}: ${records(count)} ${count === 1 ? 'holds' : 'hold'} a value. ${expected}Otherwise add a new field, move the values and remove this one.`,
      found: field.type,
    },
  ];
}

/** Records without a value stay as they are until somebody saves them; a detail without its master cannot be. */
async function checkBlanks(
  db: Db,
  field: FieldDef,
  before: FieldDef | undefined,
  { live }: Versions,
): Promise<Problem[]> {
  if (field.type === 'Checkbox' || field.type === 'AutoNumber') return [];
  const count = await countRecords(db, live, field.object, before ? `${columnSql(live, before)} is null` : 'true');
  if (count === 0) return [];
  const isMaster = field.type === 'MasterDetail';
  const then = isMaster
    ? 'Give each its master first.'
    : 'They stay as they are, and need one when they are saved next.';
  return [
    {
      ...at(field),
      code: 'REQUIRED_VALUE_MISSING',
      severity: isMaster ? 'error' : 'warning',
      message: `${name(field)} becomes required, and ${records(count)} ${count === 1 ? 'has' : 'have'} no value. ${then}`,
      found: count,
    },
  ];
}

async function checkUniqueKeys(db: Db, object: ObjectDef, before: ObjectDef, live: Live): Promise<Problem[]> {
  const known = new Set(before.uniqueKeys.map((key) => key.fields.join()));
  const problems: Problem[] = [];
  for (const key of object.uniqueKeys) {
    const fields = key.fields.flatMap((field) => before.fields.get(field) ?? []);
    if (known.has(key.fields.join()) || fields.length < key.fields.length) continue;
    problems.push(
      ...(await checkDuplicates(db, fields, live, { element: `object:${object.name}/uniqueKeys:${key.name}` })),
    );
  }
  return problems;
}

/** Values that more than one record has, which a unique field cannot take over. */
async function checkDuplicates(
  db: Db,
  fields: readonly FieldDef[],
  live: Live,
  { element }: { readonly element: string },
): Promise<Problem[]> {
  const object = fields[0]?.object ?? '';
  const columns = fields.map((field) => foldedSql(live, field)).join(', ');
  const isFilled = fields.map((field) => `${columnSql(live, field)} is not null`).join(' and ');
  const { rows } = await db.query<{ value: string; total: string }>(
    `select concat_ws(', ', ${columns}) as value, count(*) over () as total from ${tableSql(live, object)}
     where not "is_deleted" and ${isFilled} group by ${columns} having count(*) > 1 limit 3`,
  );
  if (rows.length === 0) return [];
  const total = Number(rows[0]?.total ?? 0);
  const examples = rows.map(({ value }) => `"${value}"`).join(', ');
  return [
    {
      code: 'DUPLICATE_VALUES',
      severity: 'error',
      message: `${fields.map(name).join(' and ')} cannot become unique: ${total === 1 ? 'one value is' : `${total} values are`} held by more than one record, such as ${examples}. Change these first.`,
      element,
      found: total,
    },
  ];
}

function isNarrower(field: FieldDef, before: FieldDef): boolean {
  const digits = ({ precision = 18, scale = 0 }: FieldDef) => precision - scale;
  if (fieldTypes[field.type].valueClass === 'number')
    return (field.scale ?? 0) < (before.scale ?? 0) || digits(field) < digits(before);
  return field.length !== undefined && (before.length === undefined || field.length < before.length);
}

async function checkNarrower(db: Db, field: FieldDef, before: FieldDef, live: Live): Promise<Problem[]> {
  const column = columnSql(live, before);
  const digits = (field.precision ?? 18) - (field.scale ?? 0);
  const isTooLarge =
    fieldTypes[field.type].valueClass === 'number'
      ? `round(${column}, ${Math.trunc(field.scale ?? 0)}) <> ${column} or abs(${column}) >= 1e${Math.trunc(digits)}`
      : `length(${column}) > ${Math.trunc(field.length ?? 0)}`;
  const count = await countRecords(db, live, field.object, `(${isTooLarge})`);
  if (count === 0) return [];
  const size =
    field.length === undefined ? `${digits} digits and ${field.scale ?? 0} decimals` : `${field.length} characters`;
  return [
    {
      ...at(field),
      code: 'VALUES_TOO_LONG',
      severity: 'error',
      message: `${name(field)} cannot shrink to ${size}: ${records(count)} ${count === 1 ? 'holds' : 'hold'} more. Shorten these first.`,
      found: count,
    },
  ];
}

async function countRecords(db: Db, live: Live, object: string, condition: string): Promise<number> {
  const text = `select count(*) as count from ${tableSql(live, object)} where not "is_deleted" and ${condition}`;
  const { rows } = await db.query<{ count: string }>(text);
  return Number(rows[0]?.count ?? 0);
}

function tableSql({ physical }: Live, object: string): string {
  return qualified(physical.schema, physical.table(object));
}

function columnSql({ physical }: Live, field: FieldDef): string {
  return quoteIdentifier(physical.column(field.object, field.name));
}

function foldedSql(live: Live, field: FieldDef): string {
  const column = columnSql(live, field);
  return fieldTypes[field.type].valueClass === 'text' ? `lower(${column})` : column;
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
