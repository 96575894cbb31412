import { createHash } from 'node:crypto';
import {
  AliasNode,
  AndNode,
  createQueryId,
  IdentifierNode,
  JoinNode,
  LimitNode,
  OffsetNode,
  type OperationNode,
  OrderByItemNode,
  PostgresQueryCompiler,
  QueryNode,
  SelectionNode,
  SelectModifierNode,
  SelectQueryNode,
  sql,
  TableNode,
  WhereNode,
} from 'kysely';
import {
  expressionToSql,
  SQL_TYPES,
  type Sql,
  type SqlFact,
  type SqlScope,
} from '../../platform/expressions/to-sql.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import type { Live } from '../../platform/physical/physical.ts';
import { VERSION_COLUMN } from '../../platform/physical/system-columns.ts';
import { type AuthorizedPlan, isAuthorized } from '../security/authorize.ts';
import { checkStatement } from './check-statement.ts';
import { GLOBALS, globalOf } from './globals.ts';
import type { Parameter } from './parameters.ts';
import type { FieldRef, Plan, PlanOrder } from './plan.ts';
import { VALUE } from './plan-comparison.ts';

/** A statement ready to run, for everybody of one access class and every query of one shape. */
export interface CompiledQuery {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** Fingerprint of the text, for the name under which PostgreSQL keeps it prepared. */
  readonly fingerprint: string;
}

/** Compiles a plan that security has allowed. Throws where a table would be read without its access predicate. */
export function compileQuery(live: Live, authorized: AuthorizedPlan): CompiledQuery {
  if (!isAuthorized(authorized)) throw new Error('Only an authorized plan can be compiled.');
  const select = authorized.plan.isCount ? countNode(live, authorized) : rowsNode(live, authorized);
  checkStatement(select, live.physical.schema, authorized);
  const { sql: text, parameters } = new PostgresQueryCompiler().compileQuery(select, createQueryId());
  return {
    text,
    parameters: parameters as readonly Parameter[], // every value in the nodes is one: see parameters.ts
    fingerprint: createHash('sha256').update(text).digest('base64url').slice(0, 16),
  };
}

/** Columns are `c0`, `c1`, …; `p1`, `p2`, … are the ids of the joined records, so that none can be told from a blank one. */
function rowsNode(live: Live, authorized: AuthorizedPlan): SelectQueryNode {
  const { plan, flags, lock } = authorized;
  const selections = [
    ...plan.columns.map((column, index) => selection(columnSql(live, plan, column), `c${index}`)),
    ...plan.tables.slice(1).map((_, index) => selection(idSql(live, plan, index + 1), `p${index + 1}`)),
    ...flags.map(({ name, node }) => SelectionNode.create(AliasNode.create(node, IdentifierNode.create(name)))),
    ...(plan.isVersioned ? [selection(sql`${sql.id('t0', VERSION_COLUMN.column)}`, 'version')] : []),
  ];
  const filtered = filteredNode(live, authorized);
  const selected = SelectQueryNode.cloneWithSelections(filtered, selections);
  const ordered = SelectQueryNode.cloneWithOrderByItems(selected, orderItems(live, plan));
  const paged = pagedNode(plan, ordered);
  return lock === 'forUpdate' ? lockedNode(paged) : paged;
}

/** A limited count stops at the limit. */
function countNode(live: Live, authorized: AuthorizedPlan): SelectQueryNode {
  const { plan } = authorized;
  const count = [selection(sql`count(*)`, 'count')];
  const filtered = filteredNode(live, authorized);
  if (!plan.hasLimit && !plan.hasOffset) return SelectQueryNode.cloneWithSelections(filtered, count);
  const rows = pagedNode(plan, SelectQueryNode.cloneWithSelections(filtered, [selection(sql`1`, 'one')]));
  const from = AliasNode.create(rows, IdentifierNode.create('counted'));
  return SelectQueryNode.cloneWithSelections(SelectQueryNode.createFrom([from]), count);
}

function filteredNode(live: Live, authorized: AuthorizedPlan): SelectQueryNode {
  const { plan, access } = authorized;
  const [guard, ...guards] = access;
  if (!guard) throw new Error('An authorized plan has an access predicate for each of its tables.');
  const from = SelectQueryNode.createFrom([tableNode(live, plan, 0)]);
  const joins = guards.map((join, index) => joinNode(live, plan, index + 1, join));
  const conditions = [
    ...(plan.where ? [expressionToSql(plan.where, sqlScope(live, authorized))] : []),
    ...(plan.search ? [expressionToSql(plan.search, { ...sqlScope(live, authorized), text: 'ignoreCase' })] : []),
  ];
  const where = WhereNode.create(conditions.reduce((all, one) => AndNode.create(all, one.toOperationNode()), guard));
  return Object.freeze({ ...from, ...(joins.length > 0 ? { joins } : {}), where });
}

function tableNode(live: Live, plan: Plan, index: number): AliasNode {
  const table = TableNode.createWithSchema(live.physical.schema, live.physical.table(objectAt(plan, index)));
  return AliasNode.create(table, IdentifierNode.create(`t${index}`));
}

/** A parent that the reader may not see does not join: it reads as none. */
function joinNode(live: Live, plan: Plan, index: number, guard: OperationNode): JoinNode {
  const via = plan.tables[index]?.via;
  if (!via) throw new Error(`Table ${index} of the plan hangs on no other`);
  const lookup = live.physical.column(objectAt(plan, via.table), via.field);
  const isParent = sql`${idSql(live, plan, index)} = ${sql.id(`t${via.table}`, lookup)}`.toOperationNode();
  return JoinNode.createWithOn('LeftJoin', tableNode(live, plan, index), AndNode.create(isParent, guard));
}

function sqlScope(live: Live, { plan, ownFacts }: AuthorizedPlan): SqlScope {
  return {
    text: plan.text,
    fact: (path: readonly string[]): SqlFact => {
      const global = globalOf(path);
      if (global) {
        const { valueClass } = GLOBALS[global];
        return { sql: sql`${parameter({ from: 'global', name: global })}::${SQL_TYPES[valueClass].one}`, valueClass };
      }
      const own = ownFacts.get(path.join('.'));
      if (own) return own;
      const fact = plan.facts.get(path.join('.'));
      if (!fact) throw new Error(`The plan does not say what ${path.join('.')} is`);
      return { sql: columnSql(live, plan, fact), valueClass: fieldTypes[fact.field.type].valueClass };
    },
    placeholder: (path: readonly string[]) => {
      if (path[0] === VALUE) return parameter({ from: 'plan', slot: Number(path[1]) });
      const global = globalOf(path);
      return global && parameter({ from: 'global', name: global });
    },
    literal: (value) => parameter({ from: 'constant', value }),
  };
}

/** Sorted as asked, then by id, so that pages neither repeat nor lose a row. */
function orderItems(live: Live, plan: Plan): readonly OrderByItemNode[] {
  const isIdLast = plan.orderBy.some(({ table, field }) => table === 0 && field.name === 'Id');
  const id = isIdLast ? [] : [OrderByItemNode.create(idSql(live, plan, 0).toOperationNode())];
  return [...plan.orderBy.map((item) => orderItem(live, plan, item)), ...id];
}

/** Text sorts without case and by its characters' codes: the order of the index on folded text. */
function orderItem(live: Live, plan: Plan, item: PlanOrder): OrderByItemNode {
  const column = columnSql(live, plan, item);
  const { valueClass } = fieldTypes[item.field.type];
  const isText = valueClass === 'text';
  const by = isText ? sql`lower(${column})` : valueClass === 'choice' ? choicePosition(item.field, column) : column;
  const operator = { asc: sql`using ~<~`, desc: sql`using ~>~` };
  const direction = isText ? operator[item.direction] : { asc: sql`asc`, desc: sql`desc` }[item.direction];
  const node = OrderByItemNode.create(by.toOperationNode(), direction.toOperationNode());
  return item.nulls === 'default' ? node : OrderByItemNode.cloneWith(node, { ...node, nulls: item.nulls });
}

/** Picklists sort in the order of their values, as people read them; what is none of them any more comes last. */
function choicePosition({ values = [] }: FieldDef, column: Sql): Sql {
  const known = parameter({ from: 'constant', value: values.map(({ value }) => value) });
  const last = parameter({ from: 'constant', value: values.length + 1 });
  return sql`coalesce(array_position(${known}::text[], ${column}), case when ${column} is not null then ${last}::integer end)`;
}

/** Limit and offset are the last values of a plan. */
function pagedNode(plan: Plan, select: SelectQueryNode): SelectQueryNode {
  const { hasLimit, hasOffset, values } = plan;
  const value = (slot: number) => sql`${parameter({ from: 'plan', slot })}::bigint`.toOperationNode();
  const limitSlot = values.length - (hasOffset ? 2 : 1);
  const limited = hasLimit ? SelectQueryNode.cloneWithLimit(select, LimitNode.create(value(limitSlot))) : select;
  return hasOffset ? SelectQueryNode.cloneWithOffset(limited, OffsetNode.create(value(values.length - 1))) : limited;
}

function lockedNode(select: SelectQueryNode): SelectQueryNode {
  const lock = sql`for no key update of ${sql.id('t0')}`.toOperationNode();
  return QueryNode.cloneWithEndModifier(select, SelectModifierNode.createWithExpression(lock));
}

function selection(value: Sql, alias: string): SelectionNode {
  return SelectionNode.create(AliasNode.create(value.toOperationNode(), IdentifierNode.create(alias)));
}

function columnSql(live: Live, plan: Plan, { table, field }: FieldRef): Sql {
  return sql`${sql.id(`t${table}`, live.physical.column(objectAt(plan, table), field.name))}`;
}

function idSql(live: Live, plan: Plan, table: number): Sql {
  return sql`${sql.id(`t${table}`, live.physical.column(objectAt(plan, table), 'Id'))}`;
}

function objectAt(plan: Plan, table: number): string {
  const object = plan.tables[table]?.object;
  if (object === undefined) throw new Error(`The plan has no table ${table}`);
  return object;
}

function parameter(value: Parameter): Parameter {
  return Object.freeze(value);
}
