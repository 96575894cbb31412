import { Almanac, Engine, type TopLevelCondition } from 'json-rules-engine';
import { compareFact, type Fact } from '../../platform/expressions/evaluate.ts';
import { type Expression, OPERATORS, type Operand, type Operator } from '../../platform/expressions/expression.ts';
import type { StoredValue } from '../../platform/fields/field-type.ts';
import { factName } from './facts.ts';

/** A condition with the key by which its result is told. */
export interface Rule {
  readonly key: string;
  readonly expression: Expression;
}

/** Value and class of each fact of one record, by the fact's name. */
export type FactSource = (name: string) => Fact;

/** Runs compiled rules over a set of records: for each record the keys of the rules that hold. */
export type RunRules = (records: readonly FactSource[]) => Promise<readonly ReadonlySet<string>[]>;

/**
 * Compiles rules for json-rules-engine so that it means exactly what `evaluate` means. Its own operators are removed
 * (they are loose: "9" < "10" is false for them), a fact that nobody declared is a fault, and nothing of an author's
 * text reaches it but values: conditions are written anew from the typed tree.
 *
 * A rule sees a record only through its comparisons, so that records for which all of them come out alike are one
 * case. The engine, which takes a fifth of a millisecond for ten rules, runs once per case.
 */
export function compileRules(rules: readonly Rule[]): RunRules {
  if (rules.length === 0) return async (records) => records.map(() => new Set<string>());
  const engine = newEngine();
  for (const { key, expression } of rules) {
    // The type is the same for all: an event named `error` would throw in the engine's emitter.
    engine.addRule({ conditions: toTopLevel(expression), event: { type: 'holds', params: { key } } });
  }
  const checks = comparisonsOf(rules.map((rule) => rule.expression)).map(toCheck);
  const cases = new Map<string, ReadonlySet<string>>();
  const runAll = async (records: readonly FactSource[]) => {
    const held: ReadonlySet<string>[] = [];
    for (const source of records) {
      let outcomes = '';
      for (const check of checks) outcomes += check(source) ? '1' : '0';
      const known = cases.get(outcomes) ?? (await runOne(engine, source));
      if (cases.size >= MAX_CASES) cases.clear();
      cases.set(outcomes, known);
      held.push(known);
    }
    return held;
  };
  // One engine runs one record at a time: when one of two runs at once ends, the engine skips what is left of the other.
  let running: Promise<unknown> = Promise.resolve();
  return (records) => {
    const run = running.then(() => runAll(records));
    running = run.catch(() => undefined);
    return run;
  };
}

/** Cases that are remembered; in practice there are a handful. */
const MAX_CASES = 1000;

async function runOne(engine: Engine, source: FactSource): Promise<ReadonlySet<string>> {
  const { events } = await engine.run({}, { almanac: new RecordAlmanac(source) });
  return new Set(events.map((event) => String(event.params?.key)));
}

type Comparison = Extract<Expression, { kind: 'compare' }>;

/** The comparisons of all rules, each once. */
function comparisonsOf(expressions: readonly Expression[]): readonly Comparison[] {
  const found = new Map<string, Comparison>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'compare') found.set(JSON.stringify(expression), expression);
    else if (expression.kind === 'not') visit(expression.term);
    else expression.terms.forEach(visit);
  };
  expressions.forEach(visit);
  return [...found.values()];
}

function toCheck({ path, operator, operand }: Comparison): (source: FactSource) => boolean {
  const left = factName(path);
  const operate = OPERATE[operator];
  if (operand.kind === 'fact') {
    const right = factName(operand.path);
    return (source) => operate(source(left), source(right));
  }
  const right = toValue(operand) as StoredValue; // a literal or list of such
  return (source) => operate(source(left), right);
}

/** An engine that knows our operators and nothing else. */
export function newEngine(): Engine {
  const engine = new Engine();
  for (const operator of ENGINE_OPERATORS) engine.removeOperator(operator);
  for (const decorator of ENGINE_DECORATORS) engine.removeOperatorDecorator(decorator);
  for (const operator of OPERATORS) engine.addOperator(operator, OPERATE[operator]);
  return engine;
}

type Operate = (left: Fact, right: Fact | StoredValue) => boolean;

/** Our operators: the reference semantics, on facts that know their class. */
const OPERATE = Object.fromEntries(
  OPERATORS.map((operator): [Operator, Operate] => [
    operator,
    (left, right) =>
      compareFact({ operator, left: left.value, valueClass: left.valueClass }, isFact(right) ? right.value : right),
  ]),
) as Readonly<Record<Operator, Operate>>; // an entry per operator

/** What json-rules-engine 7 brings along. A test shows that an engine of ours knows no other operators than ours. */
const ENGINE_OPERATORS = [
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
];
const ENGINE_DECORATORS = ['someFact', 'someValue', 'everyFact', 'everyValue', 'swap', 'not'];

function isFact(value: Fact | StoredValue): value is Fact {
  return typeof value === 'object' && value !== null && 'valueClass' in value;
}

/** Facts of one record, and of nothing else: no JSON paths, no parameters, no facts that a rule could add. */
class RecordAlmanac extends Almanac {
  readonly #source: FactSource;

  constructor(source: FactSource) {
    super();
    this.#source = source;
  }

  /** `T` is whatever the caller of the engine's method says; ours are the operators above, which expect a Fact. */
  override factValue<T>(name: string): Promise<T> {
    return Promise.resolve(this.#source(name) as T);
  }
}

function toTopLevel(expression: Expression): TopLevelCondition {
  const node = toNode(expression);
  return 'fact' in node ? { all: [node] } : node;
}

type Node = TopLevelCondition | { readonly fact: string; readonly operator: string; readonly value: unknown };

function toNode(expression: Expression): Node {
  switch (expression.kind) {
    case 'and':
      return { all: expression.terms.map(toNode) } as Node; // Node is what `all` holds, only readonly
    case 'or':
      // The engine takes an empty `any` for true.
      return expression.terms.length === 0 ? { not: { all: [] } } : ({ any: expression.terms.map(toNode) } as Node);
    case 'not':
      return { not: toNode(expression.term) } as Node;
    case 'compare':
      return { fact: factName(expression.path), operator: expression.operator, value: toValue(expression.operand) };
  }
}

function toValue(operand: Operand): unknown {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'list':
      return operand.values.filter((value) => value !== null).map(String);
    case 'fact':
      return { fact: factName(operand.path) };
  }
}
