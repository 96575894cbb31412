import type { Expression } from '../../platform/expressions/expression.ts';
import type { Json } from '../../platform/json.ts';
import type { Engine } from '../engine.ts';
import type { Query, Row } from '../query/query.ts';
import { runQuery } from '../query/run-query.ts';

/** Somebody who may sign in. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** What tells people apart at the demo sign-in. */
  readonly description: string;
  /** How the identity provider knows the person, where it is told. */
  readonly federationIdentifier?: string;
}

/** The active user of that username, whatever its case; undefined when there is none or it is frozen. */
export async function findPerson(engine: Engine, username: string): Promise<Person | undefined> {
  // No username can hold what no database text can.
  if (username.includes('\0') || !username.isWellFormed()) return undefined;
  return (await people(engine, { where: compare('Username', username), limit: 1 }))[0];
}

/**
 * The active user that an identity provider means: by FederationIdentifier, else by username, unless that user is
 * known to the provider under another identifier.
 */
export async function findFederatedPerson(
  engine: Engine,
  { subject, username }: { readonly subject: string; readonly username: string | undefined },
): Promise<Person | undefined> {
  const where = compare('FederationIdentifier', subject);
  const [federated] = await people(engine, { where, text: 'exact', limit: 1 });
  if (federated || !username) return federated;
  const named = await findPerson(engine, username);
  return named && (named.federationIdentifier ?? subject) === subject ? named : undefined;
}

/** The first active users by name, for the demo sign-in page. */
export async function listPeople(engine: Engine): Promise<readonly Person[]> {
  return people(engine, { limit: 100 });
}

async function people(engine: Engine, more: Pick<Query, 'where' | 'limit' | 'text'>): Promise<readonly Person[]> {
  const isActive: Expression = {
    kind: 'compare',
    path: ['IsActive'],
    operator: 'equal',
    operand: { kind: 'literal', value: true },
  };
  const query: Query = {
    object: 'User',
    select: [['Id'], ['Username'], ['Name'], ['Title'], ['FederationIdentifier']],
    text: 'ignoreCase',
    ...more,
    where: more.where ? { kind: 'and', terms: [isActive, more.where] } : isActive,
    orderBy: [{ path: ['Username'], direction: 'asc' }],
  };
  const { rows } = await engine.read(engine.systemAccess(), (context) => runQuery(context, query));
  return rows.map(toPerson);
}

function compare(field: string, value: string): Expression {
  return { kind: 'compare', path: [field], operator: 'equal', operand: { kind: 'literal', value } };
}

function toPerson(row: Row): Person {
  return {
    id: text(row.Id),
    username: text(row.Username),
    name: text(row.Name),
    description: text(row.Title),
    ...(typeof row.FederationIdentifier === 'string' && { federationIdentifier: row.FederationIdentifier }),
  };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
