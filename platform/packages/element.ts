import type { Json, JsonObject } from '../json.ts';
import type { KindName } from '../kinds/kind.ts';

/**
 * Stable identity: `kind:FullName` for a component (`field:Invoice__c.Status__c`), then `/collection:item` for each
 * step down (`page:Request/sections:need/items:Title__c`). `/` and `~` in an item are written `~1` and `~0`.
 */
export type ElementId = string;

/** The smallest thing with an owner: a component's own properties, or one item of one of its collections. */
export interface Element {
  readonly id: ElementId;
  readonly kind: KindName;
  /** Name of the component: `Account`, `Account.Code__c` for parts of an object, the file's name otherwise. */
  readonly component: string;
  /** Collection path below the component: [] for the component itself, else [collection, item, …]. */
  readonly path: readonly string[];
  /** The name that it had first, where it was renamed since: it is the same element still. */
  readonly firstName?: string;
  /** npm name of the package that owns it, or ORG for what admins added. */
  readonly owner: string;
  /** Every property is one atom in a merge. */
  readonly properties: Readonly<Record<string, Json>>;
  /** Where it was read, for messages. */
  readonly source?: { readonly file: string; readonly pointer: string };
}

/** The package of the objects that the engine itself names; every package depends on it. */
export const SYSTEM_PACKAGE = '@formwork/system';

/** Owner of elements that admins added in the studio. */
export const ORG = 'org';

/** A package as read: its manifest and its elements. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly label: string;
  readonly description: string;
  /** Names of the metadata packages it depends on. */
  readonly dependencies: readonly string[];
  /** Which versions of them; absent of what was deployed before ranges were kept. */
  readonly ranges?: Readonly<Record<string, string>>;
  /** All that its package.json says; absent of what was deployed before that was kept. */
  readonly manifest?: JsonObject;
  readonly elements: ReadonlyMap<ElementId, Element>;
  /** Hash of all elements, so that a start can tell whether anything changed. */
  readonly digest: string;
}
