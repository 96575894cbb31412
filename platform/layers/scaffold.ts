import type { Json, JsonObject } from '../json.ts';
import { checkName } from '../kinds/check-name.ts';
import { kinds } from '../kinds/index.ts';
import type { KindName } from '../kinds/kind.ts';
import { fileOfComponent } from '../kinds/kind-path.ts';
import type { ComponentsOf, ComponentView } from '../kinds/model-view.ts';
import { kindStarters } from '../kinds/starters.ts';
import { nearMiss } from '../near-miss.ts';
import { componentText } from '../packages/canonical.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { elementsOfFile } from '../packages/elements.ts';
import { compileModel } from './compile.ts';

/** What there is, and the package that is to have one more component. */
export interface ScaffoldPlace {
  readonly packages: readonly Package[];
  readonly elements: ReadonlyMap<ElementId, Element>;
  /** npm name of the package. */
  readonly owner: string;
}

export interface ScaffoldRequest {
  readonly kind: KindName;
  /** `Invoice__c.Status__c` for a part of an object. */
  readonly name: string;
  /** The object that a component of its own is about. */
  readonly object?: string;
  /** Properties that are to hold. */
  readonly given: JsonObject;
}

/** A file to be written, with the place as it is then; or, in sentences, what keeps it from being written. */
export type Scaffold =
  | {
      readonly path: string;
      readonly value: JsonObject;
      /** The file as Formwork writes it. */
      readonly text: string;
      readonly next: readonly string[];
      readonly place: ScaffoldPlace;
    }
  | { readonly faults: readonly string[] };

/** A first file of a component, in whose place nothing is yet and about which the check has nothing to say. */
export function planScaffold(place: ScaffoldPlace, request: ScaffoldRequest): Scaffold {
  const { kind, name, given } = request;
  const componentsOf = componentsIn(place);
  const faults = [
    ...nameFaults(place, request),
    ...takenFaults(request, componentsOf),
    ...objectFaults(request, componentsOf),
  ];
  if (faults.length > 0) return { faults };
  const object = objectOfRequest(request, componentsOf);
  const started = kindStarters[kind]({
    name,
    label: labelOfName(name),
    order: nextOrder(componentsOf(kind), object),
    given,
    componentsOf,
    ...(object === undefined ? {} : { object }),
  });
  if ('missing' in started) return { faults: [started.missing] };
  const value = merge(started.value, given);
  return checked(place, request, { value, next: started.next ?? [] });
}

/** `Due_Date__c` and `DueDate` are labelled "Due date"; what is written in capitals stays so. */
export function labelOfName(name: string): string {
  const words = (name.split(/[./]/).at(-1) ?? name)
    .replace(/__[cr]$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter(Boolean)
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()));
  const label = words.join(' ');
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** Components that fit their schemas, whatever else is wrong with them: a package is added to while it is made. */
function componentsIn({ packages, elements }: ScaffoldPlace): ComponentsOf {
  const { groups } = compileModel({ packages, elements, origins: new Map() }).made;
  const all = [...groups.values()].flatMap(({ assembled }) => [...assembled.components.values()]);
  return (kind) => all.filter((component) => component.kind === kind);
}

function nameFaults({ owner }: ScaffoldPlace, { kind, name }: ScaffoldRequest): string[] {
  const parts = name.split('.');
  const isPart = kinds[kind].path.includes('{object}');
  const { label } = kinds[kind];
  if (isPart && parts.length !== 2) return [`${label}s are parts of an object; name it, too: Invoice__c.NAME.`];
  if (!isPart && parts.length !== 1) return [`"${name}" cannot be a name: only parts of objects have two.`];
  return checkName({ kind, name, owner }).map(({ message }) => message);
}

function takenFaults({ kind, name }: ScaffoldRequest, componentsOf: ComponentsOf): string[] {
  const taken = componentsOf(kind).find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (taken === undefined) return [];
  return [`The ${kinds[kind].label.toLowerCase()} ${taken.name} is there already, in ${taken.owner}.`];
}

function objectFaults(request: ScaffoldRequest, componentsOf: ComponentsOf): string[] {
  const named = namedObject(request);
  if (named === undefined) return [];
  const names = componentsOf('object').map((each) => each.name);
  if (names.includes(named)) return [];
  const suggestion = nearMiss(named, names);
  return [`There is no object "${named}".${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`}`];
}

function namedObject({ kind, name, object, given }: ScaffoldRequest): string | undefined {
  if (kinds[kind].path.includes('{object}')) return name.split('.')[0];
  const said = object ?? given.object;
  return typeof said === 'string' ? said : undefined;
}

/** Where nobody says it, a page called `Invoice_Record` is about `Invoice__c`. */
function objectOfRequest(request: ScaffoldRequest, componentsOf: ComponentsOf): string | undefined {
  const named = namedObject(request);
  if (named !== undefined || request.kind !== 'page') return named;
  const bare = (name: string) => name.replace(/(?:__c|_Record|_Page)$/, '').toLowerCase();
  return componentsOf('object').find(({ name }) => bare(name) === bare(request.name))?.name;
}

function nextOrder(siblings: readonly ComponentView[], object: string | undefined): number {
  const orders = siblings
    .filter((each) => each.object === '' || each.object === object)
    .map(({ value }) => (value as { readonly order?: unknown }).order) // a file's value is an object
    .filter((order) => typeof order === 'number');
  return (Math.floor(Math.max(0, ...orders) / 10) + 1) * 10;
}

/** What a person gave replaces what was suggested; within an object, property by property. */
function merge(value: JsonObject, given: JsonObject): JsonObject {
  const merged = Object.entries(given).map(([name, after]) => {
    const before = Object.hasOwn(value, name) ? value[name] : undefined;
    return [name, isObject(before) && isObject(after) ? merge(before, after) : after] as const;
  });
  return { ...value, ...Object.fromEntries(merged) };
}

/** With the file among what there is, the check must find nothing wrong with it. */
function checked(
  place: ScaffoldPlace,
  { kind, name }: ScaffoldRequest,
  { value, next }: { readonly value: JsonObject; readonly next: readonly string[] },
): Scaffold {
  const path = fileOfComponent({ kind, component: name });
  const file = `${place.owner}/${path}`;
  const split = elementsOfFile({ kind, component: name, owner: place.owner, file, value });
  const withFile = (before: ReadonlyMap<ElementId, Element>) =>
    new Map([...before, ...split.elements.map((element) => [element.id, element] as const)]);
  const elements = withFile(place.elements);
  const packages = place.packages.map((each) =>
    each.name === place.owner ? { ...each, elements: withFile(each.elements) } : each,
  );
  const compiled = compileModel({ packages, elements, origins: new Map() });
  const faults = [...split.problems, ...compiled.problems]
    .filter((problem) => problem.file === file)
    .map(({ pointer, message }) => (pointer ? `${pointer}: ${message}` : message));
  return faults.length > 0
    ? { faults }
    : { path, value, text: componentText(kind, value), next, place: { ...place, packages, elements } };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
