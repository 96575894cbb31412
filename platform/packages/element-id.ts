import { lastName } from '../kinds/field-name.ts';
import { KIND_NAMES, type KindName } from '../kinds/kind.ts';
import type { ElementId } from './element.ts';

/** The parts of an element's identity. */
export interface ElementAddress {
  readonly kind: KindName;
  readonly component: string;
  readonly path: readonly string[];
}

/** `page:Request/sections:need/items:Title__c` from its parts. */
export function elementId({ kind, component, path }: ElementAddress): ElementId {
  let id = `${kind}:${escapeName(component)}`;
  for (let index = 0; index < path.length; index += 2) id += `/${path[index]}:${escapeName(path[index + 1] ?? '')}`;
  return id;
}

/** The parts of an identity as text; undefined where it has not the form of one. */
export function parseElementId(id: string): ElementAddress | undefined {
  const [head = '', ...steps] = id.split('/').map((step) => {
    const colon = step.indexOf(':');
    return colon < 1 ? undefined : ([step.slice(0, colon), unescapeName(step.slice(colon + 1))] as const);
  });
  if (head === undefined || head === '' || !isKindName(head[0]) || head[1] === '') return undefined;
  if (steps.some((step) => step === undefined || step[1] === '')) return undefined;
  return { kind: head[0], component: head[1], path: steps.flatMap((step) => step ?? []) };
}

/** What an element is called in its place: `Code__c` of a field, the key of an item. */
export function ownName({ component, path }: Pick<ElementAddress, 'component' | 'path'>): string {
  return path.at(-1) ?? lastName(component);
}

/** The element that an item belongs to; undefined for a component. */
export function parentId(id: ElementId): ElementId | undefined {
  const cut = id.lastIndexOf('/');
  return cut < 0 ? undefined : id.slice(0, cut);
}

/** True for the element itself and for everything below it. */
export function isWithin(id: ElementId, ancestor: ElementId): boolean {
  return id === ancestor || id.startsWith(`${ancestor}/`);
}

function isKindName(text: string): text is KindName {
  return KIND_NAMES.some((name) => name === text);
}

function escapeName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapeName(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}
