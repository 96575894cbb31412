import {
  AliasNode,
  AndNode,
  createQueryId,
  IdentifierNode,
  JoinNode,
  type OperationNode,
  PostgresQueryCompiler,
  SelectionNode,
  SelectQueryNode,
  sql,
  TableNode,
  WhereNode,
} from 'kysely';
import { describe, expect, it } from 'vitest';
import { checkStatement } from '../../../runtime/query/check-statement.ts';
import { compileQuery } from '../../../runtime/query/compile.ts';
import type { AuthorizedPlan } from '../../../runtime/security/authorize.ts';

const node = (text: string) => sql.raw(text).toOperationNode();
const table = (name: string, alias: string) =>
  AliasNode.create(TableNode.createWithSchema('org', name), IdentifierNode.create(alias));
const GUARDS = [node('guard 0'), node('guard 1')] as const;
const [GUARD, PARENT_GUARD] = GUARDS;

/** A statement as the compiler builds it; the parts under test are given. */
function statement(parts: { where?: OperationNode; joins?: JoinNode[]; select?: OperationNode } = {}): SelectQueryNode {
  const column = SelectionNode.create(AliasNode.create(parts.select ?? node('1'), IdentifierNode.create('c0')));
  const from = SelectQueryNode.cloneWithSelections(SelectQueryNode.createFrom([table('site', 't0')]), [column]);
  return Object.freeze({
    ...from,
    ...(parts.joins ? { joins: parts.joins } : {}),
    ...(parts.where ? { where: WhereNode.create(parts.where) } : {}),
  });
}
const join = (on: OperationNode) => JoinNode.createWithOn('LeftJoin', table('area', 't1'), on);
const check =
  (select: SelectQueryNode, access: readonly OperationNode[] = [GUARD]) =>
  () =>
    checkStatement(select, 'org', { access, flags: [], ownFacts: new Map() });
const REFUSED = 'without its access predicate';

describe('the check before a statement runs', () => {
  it('passes a statement whose tables all carry their predicates', () => {
    expect(check(statement({ where: GUARD }))).not.toThrow();
    expect(check(statement({ where: AndNode.create(GUARD, node('x = 1')) }))).not.toThrow();
    const joined = statement({ where: GUARD, joins: [join(AndNode.create(node('t1.id = t0.area'), PARENT_GUARD))] });
    expect(check(joined, GUARDS)).not.toThrow();
    const counted = SelectQueryNode.createFrom([
      AliasNode.create(statement({ where: GUARD }), IdentifierNode.create('n')),
    ]);
    expect(check(counted)).not.toThrow();
  });

  it('refuses a main table without its predicate, or with another one', () => {
    expect(check(statement())).toThrow(REFUSED);
    expect(check(statement({ where: node('guard 0') }))).toThrow(REFUSED);
    expect(check(statement({ where: PARENT_GUARD }), GUARDS)).toThrow(REFUSED);
  });

  it('refuses a predicate that does not have to hold', () => {
    const either = sql`(${{ toOperationNode: () => GUARD }} or true)`.toOperationNode();
    expect(check(statement({ where: either }))).toThrow(REFUSED);
  });

  it('refuses a join without its predicate, and one that no predicate was made for', () => {
    const on = node('t1.id = t0.area');
    expect(check(statement({ where: GUARD, joins: [join(on)] }), GUARDS)).toThrow(REFUSED);
    expect(check(statement({ where: GUARD, joins: [join(AndNode.create(on, GUARD))] }), GUARDS)).toThrow(REFUSED);
    expect(check(statement({ where: GUARD, joins: [join(AndNode.create(on, PARENT_GUARD))] }))).toThrow(REFUSED);
    expect(check(statement({ where: GUARD }), GUARDS)).toThrow(REFUSED);
  });

  it('refuses a table read on the side, wherever it hides', () => {
    const stray = sql`(select max(secret) from ${sql.id('org', 'site')})`.toOperationNode();
    expect(check(statement({ where: GUARD, select: stray }))).toThrow(REFUSED);
    expect(check(statement({ where: AndNode.create(GUARD, stray) }))).toThrow(REFUSED);
    const nested = statement({ where: GUARD });
    expect(check(statement({ where: AndNode.create(GUARD, nested) }))).toThrow(REFUSED);
  });

  it('lets the predicates themselves read tables', () => {
    const guard = sql`owner in (select id from ${sql.id('org', 'user')})`.toOperationNode();
    expect(check(statement({ where: guard }), [guard])).not.toThrow();
    expect(new PostgresQueryCompiler().compileQuery(statement({ where: guard }), createQueryId()).sql).toContain(
      '"org"."user"',
    );
  });
});

describe('compileQuery', () => {
  it('takes nothing that only looks like an authorized plan', () => {
    const lookAlike = { plan: {}, access: [], flags: [], lock: 'none', ownFacts: new Map() };
    // The type forbids it too: this is what a programmer would have to write.
    const forged = lookAlike as unknown as AuthorizedPlan;
    expect(() => compileQuery({} as never, forged)).toThrow('Only an authorized plan');
  });
});
