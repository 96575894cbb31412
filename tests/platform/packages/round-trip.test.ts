import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../../platform/json.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { KIND_NAMES } from '../../../platform/kinds/kind.ts';
import { type ComponentFile, componentOfFile, fileOfComponent } from '../../../platform/kinds/kind-path.ts';
import { canonicalText } from '../../../platform/packages/canonical.ts';
import type { Element } from '../../../platform/packages/element.ts';
import { elementsOfFile } from '../../../platform/packages/elements.ts';
import { parseJson } from '../../../platform/packages/parse-json.ts';
import { writeComponents } from '../../../platform/packages/write-files.ts';
import { width } from '../../support/width.ts';
import { arbitraryComponent, arbitraryExtension, arbitraryFile, shuffled } from '../support/arbitrary-files.ts';

const WITH_FILES = KIND_NAMES.filter((kind) => kind !== 'package');
const EXTENDABLE = WITH_FILES.filter((kind) => kinds[kind].isExtendable);
const runs = { numRuns: width(60, 1000) };

describe('files and elements', () => {
  it.each(WITH_FILES)('of the kind %s become each other without loss', (kind) => {
    fc.assert(
      fc.property(arbitraryComponent(kind), arbitraryFile(kind), (component, value) => roundTrip(component, value)),
      runs,
    );
  });

  it.each(EXTENDABLE)('that add to another package’s %s become each other without loss', (kind) => {
    fc.assert(
      fc.property(arbitraryComponent(kind), arbitraryExtension(kind), (component, value) => {
        // An extension that adds nothing leaves no trace.
        fc.pre(read(component, value).length > 0);
        roundTrip(component, value);
      }),
      runs,
    );
  });

  it.each(WITH_FILES)('of the kind %s are written alike, in whatever order they say what they say', (kind) => {
    fc.assert(
      fc.property(arbitraryFile(kind), fc.nat(20), (value, order) => {
        const path = fileOfComponent({ kind, component: kinds[kind].path.includes('{object}') ? 'A.B' : 'A' });
        expect(canonicalText(path, asObject(shuffled(value, order)))).toBe(canonicalText(path, value));
      }),
      runs,
    );
  });

  it.each(WITH_FILES)('of the kind %s have one path each', (kind) => {
    fc.assert(
      fc.property(arbitraryComponent(kind), (component) => {
        expect(componentOfFile(fileOfComponent(component))).toEqual(component);
      }),
      runs,
    );
  });
});

function roundTrip(component: ComponentFile, value: Json): void {
  const elements = read(component, value);
  const [[path, text] = ['', ''], ...others] = writeComponents(elements);
  expect(others).toEqual([]);
  expect(path).toBe(fileOfComponent(component));
  const again = parseJson(text);
  expect(again.problems).toEqual([]);
  expect(byId(read(component, again.value ?? null))).toEqual(byId(elements));
  expect(canonicalText(path, asObject(again.value ?? null))).toBe(text);
  expect(text.endsWith('}\n')).toBe(true);
}

function read(component: ComponentFile, value: Json): Element[] {
  const { elements, problems } = elementsOfFile({ ...component, file: 'file', owner: '@test/app', value });
  expect(problems).toEqual([]);
  return elements;
}

function byId(elements: readonly Element[]): Map<string, Element> {
  return new Map(elements.map((element) => [element.id, element]));
}

function asObject(value: Json) {
  if (!isJsonObject(value)) throw new Error('Not an object');
  return value;
}
