import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { SYSTEM_FIELD_NAMES } from '../../../platform/kinds/check-name.ts';
import { KIND_NAMES } from '../../../platform/kinds/kind.ts';
import { kindReferences } from '../../../platform/kinds/references.ts';
import { compileModel } from '../../../platform/layers/compile.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { EMPTY_ORG_LAYER } from '../../../platform/layers/org-layer.ts';
import { scopeOf } from '../../../platform/layers/reference-scope.ts';
import { isTakenOut } from '../../../platform/layers/removal.ts';
import { renamesOf, rewriteId, rewriteReferences } from '../../../platform/layers/rename.ts';
import { findUses, type Use, whereUsed } from '../../../platform/layers/uses.ts';
import { type Element, type ElementId, type Package, SYSTEM_PACKAGE } from '../../../platform/packages/element.ts';
import { elementId, isWithin, parseElementId } from '../../../platform/packages/element-id.ts';
import { loadTestPackages } from '../../support/org.ts';
import { EVERY_REFERENCE } from './every-reference.ts';

const SHIPPED = join(import.meta.dirname, '../../../metadata');

type Elements = ReadonlyMap<ElementId, Element>;

/** Elements with all that the tests ask of them again and again. */
interface Fixture {
  readonly packages: readonly Package[];
  readonly elements: Elements;
  readonly uses: readonly Use[];
  /** What is named, and can be renamed: the engine's own objects and fields cannot. */
  readonly targets: readonly ElementId[];
}

let fixture: Fixture;
let shipped: Fixture;

beforeAll(async () => {
  fixture = fixtureOf(await loadTestPackages([], EVERY_REFERENCE));
  shipped = fixtureOf(await loadTestPackages([SHIPPED]));
});

describe('names of other elements', () => {
  test('are all resolved: what is named is there, or every object has it', () => {
    for (const { uses, elements } of [fixture, shipped]) {
      const missing = uses.filter(
        (use) => !elements.has(use.target) && !isSystemField(use.target) && !isWrongOnPurpose(use),
      );
      expect(missing).toEqual([]);
    }
  });

  test.each(KIND_NAMES.filter((kind) => Object.keys(kindReferences[kind]).length > 0))('are found in a %s', (kind) => {
    expect(fixture.uses.filter(({ from }) => from.startsWith(`${kind}:`))).not.toEqual([]);
  });

  test('are found wherever the check of a kind would miss one that is gone', () => {
    for (const target of fixture.targets) {
      const left = new Map([...fixture.elements].filter(([, element]) => !isTakenOut(element, new Set([target]))));
      const users = new Set(fixture.uses.filter((use) => isOf(use.target, target)).map(({ from }) => from));
      const missed = brokenReferences(fixture, left).filter((element) => !users.has(element));
      expect(missed, target).toEqual([]);
    }
  });

  test('that stand in an item which is there for them alone go with it, and leave nothing that is wrong', () => {
    for (const target of fixture.targets.filter(
      (id) => id.startsWith('field:') && parseElementId(id)?.path.length === 0,
    )) {
      const own = whereUsed(fixture.uses, target);
      if (own.some(({ isItem }) => !isItem)) continue;
      const gone = new Set([target, ...own.map(({ from }) => from)]);
      const left = new Map([...fixture.elements].filter(([, element]) => !isTakenOut(element, gone)));
      expect(brokenReferences(fixture, left), target).toEqual([]);
    }
  });
});

describe('renaming what is named', () => {
  test('one after the other leaves no name that leads nowhere', () => {
    expect(fixture.targets.length).toBeGreaterThan(15);
    for (const target of fixture.targets) {
      const rewritten = rewrite(fixture.elements, [target]);
      expect(problemsOf(fixture, rewritten), target).toEqual([]);
      expect(rewritten.has(target), target).toBe(false);
    }
  });

  test.each(KIND_NAMES)('of every %s at once keeps all that is shipped whole', (kind) => {
    const isOurs = ({ kind: each, path, owner }: Element) =>
      each === kind && path.length === 0 && owner !== SYSTEM_PACKAGE;
    const targets = [...shipped.elements.values()].filter(isOurs).map(({ id }) => id);
    expect(problemsOf(shipped, rewrite(shipped.elements, targets))).toEqual([]);
  });

  test('of everything at once keeps every use, under the new names', () => {
    for (const { elements, uses, targets } of [fixture, shipped]) {
      const [scope, renames] = [scopeOf(elements), renamesOf(pairsOf(targets))];
      const renamed = uses.map((use) => ({
        ...use,
        from: rewriteId(use.from, scope, renames),
        target: rewriteId(use.target, scope, renames),
      }));
      expect(sorted(findUses(rewrite(elements, targets)))).toEqual(sorted(renamed));
    }
  });

  test('gives back as it is what names nothing of it', () => {
    const [scope, renames] = [scopeOf(shipped.elements), renamesOf(new Map([['role:Nobody', 'role:Somebody']]))];
    for (const element of shipped.elements.values()) expect(rewriteReferences(element, scope, renames)).toBe(element);
  });

  test('back again gives what was there', () => {
    const { elements, targets } = fixture;
    const there = rewrite(elements, targets);
    const back = new Map([...pairsOf(targets)].map(([before, after]) => [after, before]));
    const [scope, renames] = [scopeOf(there), renamesOf(back)];
    const again = [...there.values()].map((element) => rewriteReferences(element, scope, renames));
    expect(again.map(plain)).toEqual([...elements.values()].map(plain));
  });

  test('reaches a value of a record that is written in another case', () => {
    const [scope, renames] = [scopeOf(fixture.elements), renamesOf(pairsOf(['field:Order__c.Status__c/values:Draft']))];
    const record = fixture.elements.get('data:orders/records:Two') as Element; // the fixture has it
    const lower = { ...record, properties: { Status__c: 'draft', Notes__c: 'draft' } };
    const { properties } = rewriteReferences(lower, scope, renames);
    expect(properties).toEqual({ Status__c: 'NewDraft', Notes__c: 'draft' });
  });

  test('two fields for each other swaps them everywhere', () => {
    const [one, other] = ['field:Order__c.Notes__c', 'field:Order__c.Code__c'];
    const renames = renamesOf(
      new Map([
        [one, other],
        [other, one],
      ]),
    );
    const scope = scopeOf(fixture.elements);
    const swapped = [...fixture.elements.values()].map((element) => rewriteReferences(element, scope, renames));
    const uses = findUses(new Map(swapped.map((element) => [element.id, element])));
    const count = (all: readonly Use[], target: string) => all.filter((use) => use.target === target).length;
    expect(count(uses, one)).toBe(count(fixture.uses, other));
    expect(count(uses, other)).toBe(count(fixture.uses, one));
  });

  test('rewrites a part of what an element says, with the rest of it from the scope', () => {
    const [scope, renames] = [scopeOf(fixture.elements), renamesOf(pairsOf(['field:Order__c.Status__c/values:Draft']))];
    const action = fixture.elements.get('action:Order__c.Send') as Element; // the fixture has it
    const { properties } = rewriteReferences({ ...action, properties: { from: ['Draft'] } }, scope, renames);
    expect(properties).toEqual({ from: ['NewDraft'] });
  });
});

test('finding all uses of 10,000 fields asks of each element once', () => {
  const small = timesRead(1000);
  expect(timesRead(10_000) / small).toBeLessThan(11);
});

function fixtureOf(packages: readonly Package[]): Fixture {
  const { elements } = mergeLayers({ packages, org: EMPTY_ORG_LAYER });
  const uses = findUses(elements);
  const named = new Set(uses.map(({ target }) => target));
  const targets = [...named].filter((id) => (elements.get(id)?.owner ?? SYSTEM_PACKAGE) !== SYSTEM_PACKAGE);
  return { packages, elements, uses, targets };
}

function rewrite(elements: Elements, targets: readonly ElementId[]): Elements {
  const [scope, renames] = [scopeOf(elements), renamesOf(pairsOf(targets))];
  const rewritten = [...elements.values()].map((element) => rewriteReferences(element, scope, renames));
  return new Map(rewritten.map((element) => [element.id, element]));
}

/** Every target with `New` before its name; what is part of a target is told with that one's new name. */
function pairsOf(targets: readonly ElementId[]): Map<ElementId, ElementId> {
  const renamed = new Set(targets);
  const newName = (id: ElementId, name: string) => (renamed.has(id) ? `New${name}` : name);
  return new Map(
    targets.map((id) => {
      const { kind, component, path } = addressOf(id);
      const names = component.split('.');
      const last = names.pop() ?? '';
      const object = names.map((name) => newName(`object:${name}`, name));
      const own = newName(elementId({ kind, component, path: [] }), last);
      const steps = path.map((step, index) => (index % 2 === 1 ? newName(id, step) : step));
      return [id, elementId({ kind, component: [...object, own].join('.'), path: steps })];
    }),
  );
}

function addressOf(id: ElementId) {
  const address = parseElementId(id);
  if (!address) throw new Error(`${id} is no identity`);
  return address;
}

/** Elements at which a name leads nowhere, of what is left of a fixture. */
function brokenReferences(whole: Fixture, left: Elements): ElementId[] {
  const codes = new Set(['DANGLING_REFERENCE', 'UNKNOWN_FACT', 'WRONG_VALUE']);
  return problemsOf(whole, left).flatMap(({ code, element }) => (codes.has(code) ? (element ?? '') : []));
}

function problemsOf({ packages }: Fixture, elements: Elements) {
  return compileModel({ packages, elements, origins: new Map() }).problems;
}

function isOf(named: ElementId, target: ElementId): boolean {
  const { component, path } = addressOf(target);
  const isPart =
    target.startsWith('object:') && path.length === 0 && addressOf(named).component.startsWith(`${component}.`);
  return isWithin(named, target) || isPart;
}

function isSystemField(id: ElementId): boolean {
  const { kind, component } = addressOf(id);
  return kind === 'field' && SYSTEM_FIELD_NAMES.some((name) => component.endsWith(`.${name}`));
}

/** A scenario may enter a value that there is not, to see it refused. */
function isWrongOnPurpose({ from, target }: Use): boolean {
  return from.startsWith('scenario:') && addressOf(target).path[0] === 'values';
}

const sorted = (uses: readonly Use[]) => uses.map((use) => JSON.stringify(use)).sort();
const plain = ({ id, component, path, properties }: Element) => ({ id, component, path, properties });

/** How often the elements are asked for one when their uses are found. */
function timesRead(fields: number): number {
  let count = 0;
  class Counting extends Map<ElementId, Element> {
    override get(id: ElementId) {
      count += 1;
      return super.get(id);
    }
    override *values() {
      for (const element of super.values()) {
        count += 1;
        yield element;
      }
      return undefined;
    }
  }
  const elements = new Counting(fixture.elements);
  for (let number = 0; number < fields; number++) {
    const field = fixture.elements.get('field:Order__c.Notes__c') as Element; // the fixture has it
    const column = fixture.elements.get('listView:Order__c.All/columns:Notes__c') as Element; // this, too
    const name = `F${number}__c`;
    elements.set(`field:Order__c.${name}`, { ...field, id: `field:Order__c.${name}`, component: `Order__c.${name}` });
    const id = `listView:Order__c.All/columns:${name}`;
    elements.set(id, { ...column, id, path: ['columns', name] });
  }
  count = 0;
  expect(findUses(elements).length).toBeGreaterThan(fields);
  return count;
}
