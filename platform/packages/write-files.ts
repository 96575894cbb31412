import type { Json, JsonObject } from '../json.ts';
import { FIRST_NAME } from '../kinds/kind.ts';
import { fileOfComponent } from '../kinds/kind-path.ts';
import { packageKind } from '../kinds/package/schema.ts';
import { canonicalText, componentText } from './canonical.ts';
import { type Element, type Package, SYSTEM_PACKAGE } from './element.ts';

/** The files of a package, text by path: what `loadPackages` reads from them is the package again. */
export function writePackage(item: Omit<Package, 'digest'>): Map<string, string> {
  return new Map([[packageKind.path, manifestText(item)], ...writeComponents(item.elements.values())]);
}

/**
 * The files that hold some elements of one package, text by path. A component whose own element is not among them
 * belongs to another package: its file says `"extends": true` and what is added.
 */
export function writeComponents(elements: Iterable<Element>): Map<string, string> {
  const byFile = Map.groupBy(elements, fileOfComponent);
  return new Map(
    [...byFile].flatMap(([path, group]) =>
      group.slice(0, 1).map(({ kind }) => [path, componentText(kind, componentValue(group))] as const),
    ),
  );
}

/** What package.json says. Of what was installed before that was kept, it is made of what is known of the package. */
function manifestText({ name, version, label, description, manifest, ...item }: Omit<Package, 'digest'>): string {
  const ranges = item.ranges ?? Object.fromEntries(item.dependencies.map((each) => [each, '*']));
  const { [SYSTEM_PACKAGE]: _, ...dependencies } = ranges;
  const value: JsonObject = manifest ?? {
    name,
    version,
    ...(Object.keys(dependencies).length === 0 ? {} : { dependencies }),
    formwork: { label, ...(description === '' ? {} : { description }) },
  };
  return canonicalText(packageKind.path, value) ?? '';
}

type Growing = { [key: string]: Json | Growing };

/** Puts a file together from its elements, parents before their items. */
function componentValue(elements: readonly Element[]): JsonObject {
  const whole: Growing = elements.some(({ path }) => path.length === 0) ? emptyObject() : { extends: true };
  for (const { path, firstName, properties } of elements)
    Object.assign(placeOf(path, whole), firstName === undefined ? {} : { [FIRST_NAME]: firstName }, properties);
  return whole as JsonObject; // what grew is grown
}

/** The object that an element's properties go into; one that only leads there is made on the way. */
function placeOf(path: readonly string[], whole: Growing): Growing {
  let at = whole;
  for (const step of path) {
    at[step] ??= emptyObject();
    at = at[step] as Growing; // collections and items are objects
  }
  return at;
}

/** Without a prototype, no name is there before it is said. */
function emptyObject(): Growing {
  return Object.create(null);
}
