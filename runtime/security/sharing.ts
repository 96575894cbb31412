import { sql } from 'kysely';
import type { Condition } from '../../platform/expressions/expression.ts';
import { parseCondition } from '../../platform/expressions/parse-condition.ts';
import { allOf, anyOf, expressionToSql, type Sql } from '../../platform/expressions/to-sql.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { CONDITION_GLOBALS, conditionScope } from '../../platform/kinds/condition-scope.ts';
import { findField, findObject } from '../../platform/layers/find.ts';
import type { FieldDef, Model, ObjectDef, SharingRuleDef } from '../../platform/layers/model.ts';
import type { Aliases } from './aliases.ts';
import type { Asker, Ground, Wanted } from './row-access.ts';
import { ruleScope } from './rule-scope.ts';
import { columnOf, isLive, tableOf, usersInGroups, usersInRoles } from './system-tables.ts';

type People = Exclude<SharingRuleDef['ownedBy'], undefined>;

/** The sharing rules that open records of an object to the asker. A rule that cannot be compiled opens nothing. */
export function sharingGrounds(asker: Asker, object: ObjectDef, wanted: Wanted): readonly Ground[] {
  const rules = [...asker.live.model.sharingRules.values()].filter(
    (rule) => rule.object === object.name && grants(rule, wanted.right) && isSharedTo(asker, rule),
  );
  return rules.map((rule) => sharingGround(asker, object, { ...wanted, rule }));
}

function grants(rule: SharingRuleDef, right: Wanted['right']): boolean {
  return right === 'read' || (right === 'edit' && rule.access === 'Edit');
}

/** Whether the rule speaks to somebody with the asker's role and groups. */
function isSharedTo({ live, principal }: Asker, { sharedTo }: SharingRuleDef): boolean {
  if ('allUsers' in sharedTo) return true;
  const { roleName, groups } = principal;
  const isInGroup = (sharedTo.groups ?? []).some((group) => groups.includes(group));
  return isInGroup || (roleName !== undefined && rolesOf(live.model, sharedTo).includes(roleName));
}

function sharingGround(asker: Asker, object: ObjectDef, shared: Wanted & { rule: SharingRuleDef }): Ground {
  const { rule } = shared;
  const ground = {
    kind: 'sharingRule',
    reason: `the sharing rule “${rule.label}”`,
    element: `sharingRule:${rule.name}`,
  } as const;
  try {
    const { ownedBy, criteria, userAttribute } = rule;
    const terms = [
      ...(ownedBy ? [isOwnedBy(asker, object, { ...shared, people: ownedBy })] : []),
      ...(criteria ? [conditionSql(asker, object, { ...shared, condition: criteria })] : []),
      ...(userAttribute ? [matchesAttribute(asker, object, { ...shared, attribute: userAttribute })] : []),
    ];
    return { ...ground, sql: allOf(terms) };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { ...ground, sql: sql`false`, fault };
  }
}

interface Place {
  readonly alias: string;
  readonly aliases: Aliases;
}

function isOwnedBy({ live }: Asker, object: ObjectDef, { alias, aliases, people }: Place & { people: People }): Sql {
  if (!object.fields.has('OwnerId')) throw new Error(`${object.name} has no owner: its master has`);
  const owner = columnOf(live, alias, object.name, 'OwnerId');
  const constant = (value: readonly string[]) => sql`${{ from: 'constant', value }}::text[]`;
  const roles = rolesOf(live.model, people);
  const sources = [
    ...(roles.length > 0 ? [usersInRoles(live, constant(roles), aliases)] : []),
    ...(people.groups?.length ? [usersInGroups(live, constant(people.groups), aliases)] : []),
  ];
  return anyOf(sources.map((users) => sql`${owner} = any(array(${users}))`));
}

function rolesOf(model: Model, people: People): readonly string[] {
  const below = (people.rolesAndSubordinates ?? []).flatMap((role) => [role, ...subordinateRoles(model, role)]);
  return [...new Set([...(people.roles ?? []), ...below])];
}

/** Names of all roles below one in the hierarchy. */
export function subordinateRoles(model: Model, role: string): readonly string[] {
  const found = new Set<string>();
  const visit = (parent: string): void => {
    for (const { name, parent: above } of model.roles.values()) {
      if (above !== parent || found.has(name) || name === role) continue;
      found.add(name);
      visit(name);
    }
  };
  visit(role);
  return [...found];
}

function conditionSql({ live }: Asker, object: ObjectDef, place: Place & { condition: Condition }): Sql {
  const { expression, problems } = parseCondition(
    place.condition,
    conditionScope(live.model, object, CONDITION_GLOBALS.sharingRule),
  );
  if (!expression) throw new Error(problems.map(({ pointer, message }) => `${pointer}: ${message}`).join(' '));
  return expressionToSql(expression, ruleScope(live, object, place));
}

/** Read afresh by each statement, so that a changed assignment counts at once. */
function matchesAttribute(
  asker: Asker,
  object: ObjectDef,
  { alias, aliases, attribute }: Place & { attribute: NonNullable<SharingRuleDef['userAttribute']> },
): Sql {
  const { live } = asker;
  const own = fieldOf(object, attribute.field);
  const holder = findObject(live.model, attribute.object);
  if (!holder) throw new Error(`There is no object ${attribute.object}`);
  const [user, value] = [fieldOf(holder, attribute.userField), fieldOf(holder, attribute.valueField)];
  const place = { alias: aliases(), aliases };
  const column = (field: FieldDef) => columnOf(live, place.alias, holder.name, field.name);
  const counts = attribute.where ? [conditionSql(asker, holder, { ...place, condition: attribute.where })] : [];
  const where = allOf([
    sql`${column(user)} = ${{ from: 'global', name: '$User.Id' }}::text`,
    isLive(live, place.alias, holder.name),
    ...counts,
  ]);
  const values = sql`array(select ${column(value)}${collation(own, value)} from ${tableOf(live, holder.name)} as ${sql.id(place.alias)} where ${where})`;
  return sql`${columnOf(live, alias, object.name, own.name)} = any(${values})`;
}

function fieldOf(object: ObjectDef, name: string): FieldDef {
  const field = findField(object, name);
  if (!field) throw new Error(`${object.name} has no field ${name}`);
  return field;
}

/** Ids and other texts have different collations; which one compares them must then be said. */
function collation(own: FieldDef, value: FieldDef): Sql {
  const classes = [own, value].map((field) => fieldTypes[field.type].valueClass);
  return classes[0] !== classes[1] && classes.includes('id') ? sql` collate "C"` : sql``;
}
