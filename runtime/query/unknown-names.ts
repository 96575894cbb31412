import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { nearMiss } from '../../platform/near-miss.ts';
import { type ErrorCode, type RequestError, refuse } from '../errors.ts';
import type { Names } from './names.ts';
import type { Query } from './query.ts';
import { pointAt } from './soql-error.ts';

type Path = readonly string[];
type Source = Pick<Query, 'soql'>;

/** Refuses a query on an object that its reader does not know. */
export function noSuchObject(names: Names, query: Query): RequestError {
  const message = `sObject type '${query.object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
  const at = query.soql ? pointAt(query.soql.text, query.soql.from) : '';
  return refuse('INVALID_TYPE', `${message}${at}`, hint(query.object, names.objectNames()));
}

/** Refuses a field that does not exist, or that the reader may not know of: there is no telling which. */
export function noSuchColumn(names: Names, query: Source, object: ObjectDef, path: Path): RequestError {
  const name = path.at(-1) ?? '';
  const message = `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
  return atPath('INVALID_FIELD', message, query, path, hint(name, names.fieldNames(object)));
}

/** Refuses a step of a path that leads nowhere the reader may go. */
export function noSuchRelationship(
  names: Names,
  query: Source,
  object: ObjectDef,
  step: string,
  path: Path,
): RequestError {
  const message = `Didn't understand relationship '${step}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
  return atPath('INVALID_FIELD', message, query, path, hint(step, names.relationshipNames(object)));
}

/** Refuses a path of too many steps. */
export function tooManyRelationships(query: Source, path: Path, limit: number): RequestError {
  const message = `The path '${path.join('.')}' follows more than ${limit} relationships.`;
  return atPath('INVALID_FIELD', message, query, path);
}

/** Refuses a field that its type does not let queries use so. */
export function fieldNotUsable(query: Source, field: FieldDef, path: Path, use: 'filtered' | 'sorted'): RequestError {
  return atPath('INVALID_FIELD', `field '${field.name}' can not be ${use} in a query call`, query, path);
}

/** Refuses what a query says of a path, pointing at the path where the query was text. */
export function atPath(
  errorCode: ErrorCode,
  message: string,
  query: Source,
  path: Path,
  more: { readonly hint?: string } = {},
): RequestError {
  const offset = query.soql?.paths.get(path.join('.').toLowerCase());
  const at = query.soql && offset !== undefined ? pointAt(query.soql.text, offset) : '';
  return refuse(errorCode, `${message}${at}`, more);
}

function hint(wrong: string, known: readonly string[]): { hint?: string } {
  const near = nearMiss(wrong, known);
  return near === undefined ? {} : { hint: `Did you mean ${near}?` };
}
