import { checkPattern } from '../../platform/expressions/pattern.ts';
import type { Json } from '../../platform/json.ts';
import { checkSchema } from '../../platform/kinds/check-schema.ts';
import type { Finding } from '../../platform/kinds/finding.ts';
import { findField, findObject, findRelationship } from '../../platform/layers/find.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { nearMiss } from '../../platform/near-miss.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { Problem } from '../../platform/problem.ts';
import type { Permissions } from '../security/principal.ts';
import { type ColumnMap, ColumnSchema, type ImportMap, ImportMapSchema } from './import-map.ts';

/** A mapping file as read, and every way in which it is not one. */
export function parseImportMap(json: Json, file: string): { readonly map?: ImportMap; readonly problems: Problem[] } {
  const findings = checkSchema(ImportMapSchema, json);
  for (const { column, pointer } of columnsOf(json)) findings.push(...checkSchema(ColumnSchema, column, pointer));
  for (const { column, pointer } of columnsOf(json)) findings.push(...checkColumn(column, pointer));
  const problems = findings.map((finding) => toProblem(finding, file));
  // What the schema accepts has the schema's type.
  return problems.length === 0 ? { map: json as unknown as ImportMap, problems } : { problems };
}

/** Every name of a mapping file that the org does not know, or that the person may not write. */
export function checkImportMap(
  { model }: Pick<Live, 'model'>,
  permissions: Permissions,
  { map, file }: { readonly map: ImportMap; readonly file: string },
): Problem[] {
  const object = findObject(model, map.object);
  if (!object || !permissions.objects.get(object.name)?.read) {
    const finding = unknownName('object', map.object, '/object', [...permissions.objects.keys()]);
    return [toProblem(finding, file)];
  }
  const scope: Scope = { model, object, permissions };
  const targets = targetsOf(map);
  const findings = [
    ...checkKey(scope, map, targets),
    ...targets.flatMap(({ path, pointer }) => checkTarget(scope, path, pointer)),
    ...repeatedTargets(targets),
  ];
  return findings.map((finding) => toProblem(finding, file));
}

interface Scope extends Pick<Live, 'model'> {
  readonly object: ObjectDef;
  readonly permissions: Permissions;
}

interface Target {
  readonly path: string;
  readonly pointer: string;
}

function toProblem(finding: Finding, file: string): Problem {
  return { severity: 'error', ...finding, file };
}

/** The columns of what may be a mapping file, each with its place. */
function columnsOf(json: Json): { readonly column: Json; readonly pointer: string }[] {
  if (!isObject(json) || !isObject(json.columns)) return [];
  return Object.entries(json.columns).flatMap(([heading, given]) => {
    const pointer = `/columns/${step(heading)}`;
    if (!Array.isArray(given)) return [{ column: given, pointer }];
    return given.map((column: Json, index) => ({ column, pointer: `${pointer}/${index}` }));
  });
}

function checkColumn(column: Json, pointer: string): Finding[] {
  if (!isObject(column) || typeof column.pattern !== 'string') return [];
  const refusal = checkPattern(column.pattern);
  if (refusal === undefined) return [];
  const message = `The pattern ${column.pattern} cannot be used: ${refusal}.`;
  return [{ code: 'INVALID_PATTERN', pointer: `${pointer}/pattern`, message, found: column.pattern }];
}

function targetsOf(map: ImportMap): Target[] {
  const columns = Object.entries(map.columns).flatMap(([heading, given]) =>
    asList(given).map((column, index) => {
      const place = Array.isArray(given) ? `/${index}` : '';
      return { path: column.field, pointer: `/columns/${step(heading)}${place}/field` };
    }),
  );
  const constants = Object.keys(map.constants ?? {}).map((path) => ({ path, pointer: `/constants/${step(path)}` }));
  return [...columns, ...constants];
}

/** The columns that a heading fills, one or several. */
export function asList(columns: ImportMap['columns'][string]): readonly ColumnMap[] {
  return Array.isArray(columns) ? columns : [columns];
}

function checkKey({ object, permissions }: Scope, map: ImportMap, targets: readonly Target[]): Finding[] {
  const key = findField(object, map.key);
  if (!key || !isReadable(permissions, key))
    return [unknownName('field', map.key, '/key', fieldNames(object, permissions))];
  if (!key.isUnique && !key.isExternalId) {
    const message = `${object.name}.${key.name} is neither unique nor an external id, so rows cannot be found by it.`;
    return [
      { code: 'INVALID_KEY', pointer: '/key', message, found: map.key, expected: 'a unique field or external id' },
    ];
  }
  if (targets.some(({ path, pointer }) => pointer.startsWith('/columns') && same(path, key.name))) return [];
  const message = `No column fills the key ${key.name}.`;
  return [{ code: 'MISSING_KEY', pointer: '/columns', message, expected: `a column whose field is ${key.name}` }];
}

function checkTarget({ model, object, permissions }: Scope, path: string, pointer: string): Finding[] {
  const [first = '', second] = path.split('.');
  const field = second === undefined ? findField(object, first) : findRelationship(object, first);
  if (!field || !isReadable(permissions, field)) {
    const names = second === undefined ? fieldNames(object, permissions) : relationshipNames(object, permissions);
    return [unknownName(second === undefined ? 'field' : 'relationship', first, pointer, names)];
  }
  const isEditable = permissions.editableFields.has(`${object.name}.${field.name}`);
  if (!field.isWritable || !isEditable || field.onlyActions) {
    const message = `${object.name}.${field.name} cannot be written by you, so it cannot be imported.`;
    return [{ code: 'FIELD_NOT_WRITABLE', pointer, message, found: path }];
  }
  return second === undefined ? [] : checkReference({ model, permissions }, field, { key: second, pointer });
}

function checkReference(
  { model, permissions }: Omit<Scope, 'object'>,
  field: FieldDef,
  { key, pointer }: { readonly key: string; readonly pointer: string },
): Finding[] {
  const target = model.objects.get(field.references ?? '');
  const found = target && findField(target, key);
  if (found && isReadable(permissions, found) && (found.isUnique || found.isExternalId)) return [];
  const keys = [...(target?.fields.values() ?? [])].filter((each) => each.isUnique || each.isExternalId);
  return [
    unknownName(
      'external id',
      key,
      pointer,
      keys.map((each) => each.name),
    ),
  ];
}

function repeatedTargets(targets: readonly Target[]): Finding[] {
  const seen = new Set<string>();
  return targets.flatMap(({ path, pointer }) => {
    const name = (path.split('.', 1)[0] ?? '').toLowerCase().replace(/__r$/, '__c');
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ code: 'REPEATED_FIELD', pointer, message: `${path} is filled twice.`, found: path }];
  });
}

function unknownName(what: string, name: string, pointer: string, names: readonly string[]): Finding {
  const suggestion = nearMiss(name, names);
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return {
    code: 'UNKNOWN_NAME',
    pointer,
    message: `There is no ${what} ${name} here.${hint}`,
    found: name,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function fieldNames(object: ObjectDef, permissions: Permissions): string[] {
  return [...object.fields.values()].filter((field) => isReadable(permissions, field)).map((field) => field.name);
}

function relationshipNames(object: ObjectDef, permissions: Permissions): string[] {
  const readable = [...object.fields.values()].filter((field) => isReadable(permissions, field));
  return readable.flatMap((field) => field.relationshipName ?? []);
}

function isReadable(permissions: Permissions, field: FieldDef): boolean {
  return permissions.readableFields.has(`${field.object}.${field.name}`);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** One step of a JSON pointer. */
function step(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
