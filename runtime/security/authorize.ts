import type { OperationNode } from 'kysely';
import { sql } from 'kysely';
import type { SqlFact } from '../../platform/expressions/to-sql.ts';
import type { ObjectDef } from '../../platform/layers/model.ts';
import type { FieldRef, Plan } from '../query/plan.ts';
import type { Query } from '../query/query.ts';
import { noSuchColumn, noSuchObject, noSuchRelationship } from '../query/unknown-names.ts';
import { aliases } from './aliases.ts';
import { type Asker, type Ground, rowAccess } from './row-access.ts';
import { globalFact } from './rule-scope.ts';
import { isLive } from './system-tables.ts';
import { visibleNames } from './visible-names.ts';

/** Whether the rows are held against other people while a save works on them. */
export type RowLock = 'none' | 'forUpdate';

/**
 * A plan that its reader may run: each table carries the predicate of the rows that the reader may see. Only this
 * file can make one, and only one of these compiles to SQL.
 */
class Authorized {
  readonly plan: Plan;
  /** Predicate of each table of the plan, by index, as a node that must stand in the statement. */
  readonly access: readonly OperationNode[];
  /** What somebody may do with a row, to be selected beside it: true or false under a name. */
  readonly flags: readonly { readonly name: string; readonly node: OperationNode }[];
  /** The reader's own fields that the condition compares with, by path. */
  readonly ownFacts: ReadonlyMap<string, SqlFact>;
  readonly lock: RowLock;
  /** Makes the type nominal and the check of `isAuthorized` safe from look-alikes. */
  readonly #isAuthorized = true;

  constructor(
    plan: Plan,
    allowed: Pick<Authorized, 'access' | 'flags' | 'lock'>,
    ownFacts: Authorized['ownFacts'] = new Map(),
  ) {
    this.plan = plan;
    this.access = allowed.access;
    this.flags = allowed.flags;
    this.ownFacts = ownFacts;
    this.lock = allowed.lock;
    Object.freeze(this);
  }

  static is(value: object): value is Authorized {
    return #isAuthorized in value && value.#isAuthorized;
  }
}

export type { Authorized as AuthorizedPlan };

/** True for what this file made. */
export function isAuthorized(value: object): value is Authorized {
  return Authorized.is(value);
}

/**
 * Allows a plan for a reader, or refuses it. A hidden object or field is refused exactly as one that does not exist;
 * a hidden row is not there; a hidden parent reads as no parent.
 */
export function authorize(asker: Asker, plan: Plan, query: Query): Authorized {
  checkFields(asker, plan, query);
  return new Authorized(plan, { access: tableAccess(asker, plan), flags: [], lock: 'none' }, ownFacts(asker, plan));
}

/**
 * Allows the save pipeline to load whole rows that somebody may read, hidden fields included, with what the person
 * may do to each. What it loads is for rules to decide on and never for the person to see.
 */
export function authorizeForSave(
  asker: Asker,
  plan: Plan,
  saving: { readonly query: Query; readonly lock: RowLock },
): Authorized {
  const object = readableObject(asker, plan.object, saving.query);
  const flags = (['edit', 'delete'] as const).map((right) => ({
    name: right,
    node: sql`coalesce(${rowAccess(asker, object, right, 't0')}, false)`.toOperationNode(),
  }));
  return new Authorized(plan, { access: tableAccess(asker, plan), flags, lock: saving.lock });
}

/**
 * Allows to ask on which grounds somebody has a right to a record. The answer is one flag per ground; whoever asks
 * must have been shown to read the record.
 */
export function authorizeExplanation(about: Asker, plan: Plan, grounds: readonly Ground[]): Authorized {
  const isThere = sql`(${isLive(about.live, 't0', plan.object)})`.toOperationNode();
  const flags = grounds.map((ground, index) => ({
    name: `g${index}`,
    node: sql`coalesce(${ground.sql}, false)`.toOperationNode(),
  }));
  return new Authorized(plan, { access: [isThere], flags, lock: 'none' });
}

function ownFacts(asker: Asker, plan: Plan): ReadonlyMap<string, SqlFact> {
  const names = aliases('u');
  const facts = plan.ownFields.map((field) => ['$User', field.name]);
  return new Map(facts.map((path) => [path.join('.'), globalFact(asker.live, path, names)]));
}

function tableAccess(asker: Asker, plan: Plan): readonly OperationNode[] {
  return plan.tables.map((table, index) => {
    const alias = `t${index}`;
    const object = asker.live.model.objects.get(table.object);
    if (!object) throw new Error(`The plan reads ${table.object}, which the model does not have`);
    const rows = rowAccess(asker, object, 'read', alias);
    return sql`(${isLive(asker.live, alias, object.name)} and ${rows})`.toOperationNode();
  });
}

/** Planning saw only visible names already; this looks again at what came out of it. */
function checkFields(asker: Asker, plan: Plan, query: Query): void {
  const names = visibleNames(asker.live.model, asker.principal.permissions);
  const objects = plan.tables.map((table) => asker.live.model.objects.get(table.object));
  readableObject(asker, plan.object, query);
  for (const { via, path } of plan.tables) {
    const from = via && objects[via.table];
    const step = path.split('.').at(-1) ?? '';
    if (via && !(from && names.relationship(from, step)?.field.name === via.field))
      throw noSuchRelationship(names, query, from ?? unknownObject(plan), step, path.split('.'));
  }
  const used: readonly FieldRef[] = [...plan.columns, ...plan.facts.values(), ...plan.orderBy];
  for (const { table, field } of used) {
    const object = objects[table];
    if (!(object && names.field(object, field.name) === field))
      throw noSuchColumn(names, query, object ?? unknownObject(plan), [
        ...(plan.tables[table]?.path.split('.') ?? []).filter((step) => step !== ''),
        field.name,
      ]);
  }
}

function readableObject(asker: Asker, name: string, query: Query): ObjectDef {
  const names = visibleNames(asker.live.model, asker.principal.permissions);
  const object = names.object(name);
  if (!object) throw noSuchObject(names, query);
  return object;
}

function unknownObject(plan: Plan): never {
  throw new Error(`The plan on ${plan.object} names a table that it does not have`);
}
