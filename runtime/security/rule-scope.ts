import { sql } from 'kysely';
import { SQL_TYPES, type Sql, type SqlFact, type SqlScope } from '../../platform/expressions/to-sql.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { findField, findObject, findRelationship } from '../../platform/layers/find.ts';
import type { ObjectDef } from '../../platform/layers/model.ts';
import type { Live } from '../../platform/physical/physical.ts';
import { GLOBALS, globalOf } from '../query/globals.ts';
import type { Aliases } from './aliases.ts';
import { columnOf, tableOf } from './system-tables.ts';

/**
 * What the conditions of access rules may speak of: the record's fields, those of the records it points to (whoever
 * asks: a rule decides with all data before it), the person and the clock. Throws for anything else.
 */
export function ruleScope(
  live: Live,
  object: ObjectDef,
  { alias, aliases }: { readonly alias: string; readonly aliases: Aliases },
): SqlScope {
  return {
    text: 'exact',
    fact: (path) => {
      if (path[0]?.startsWith('$')) return globalFact(live, path, aliases);
      return fieldFact({ live, object, alias, aliases }, path);
    },
    placeholder: (path) => {
      const name = globalOf(path);
      return name && { from: 'global', name };
    },
    literal: (value) => ({ from: 'constant', value }),
  };
}

interface Place {
  readonly live: Live;
  readonly object: ObjectDef;
  readonly alias: string;
  readonly aliases: Aliases;
}

function fieldFact(place: Place, path: readonly string[]): SqlFact {
  const { live, object, alias, aliases } = place;
  const [step = '', ...rest] = path;
  if (rest.length === 0) {
    const field = findField(object, step);
    if (!field) throw new Error(`${object.name} has no field ${step}`);
    return { sql: columnOf(live, alias, object.name, field.name), valueClass: fieldTypes[field.type].valueClass };
  }
  const lookup = findRelationship(object, step);
  const target = lookup && findObject(live.model, lookup.references ?? '');
  if (!lookup || !target) throw new Error(`${object.name} has no relationship ${step}`);
  const parent = aliases();
  const fact = fieldFact({ ...place, object: target, alias: parent }, rest);
  const isParent = sql`${columnOf(live, parent, target.name, 'Id')} = ${columnOf(live, alias, object.name, lookup.name)}`;
  return { ...fact, sql: scalar(live, { object: target, alias: parent, value: fact.sql, where: isParent }) };
}

/** A value of the person or the moment: a parameter, or a subselect of the person's own user record. */
export function globalFact(live: Live, path: readonly string[], aliases: Aliases): SqlFact {
  const name = globalOf(path);
  if (name) {
    const { valueClass } = GLOBALS[name];
    return { sql: sql`${{ from: 'global', name }}::${SQL_TYPES[valueClass].one}`, valueClass };
  }
  const user = findObject(live.model, 'User');
  if (path[0] !== '$User' || !user) throw new Error(`${path.join('.')} cannot decide who sees a record`);
  const alias = aliases();
  const fact = fieldFact({ live, object: user, alias, aliases }, path.slice(1));
  const isMe = sql`${columnOf(live, alias, user.name, 'Id')} = ${{ from: 'global', name: '$User.Id' }}::text`;
  return { ...fact, sql: scalar(live, { object: user, alias, value: fact.sql, where: isMe }) };
}

interface Scalar {
  readonly object: ObjectDef;
  readonly alias: string;
  readonly value: Sql;
  readonly where: Sql;
}

function scalar(live: Live, { object, alias, value, where }: Scalar): Sql {
  return sql`(select ${value} from ${tableOf(live, object.name)} as ${sql.id(alias)} where ${where})`;
}
