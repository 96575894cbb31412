import type { Json } from '../json.ts';
import type { Element, ElementId } from '../packages/element.ts';

/** One property that an admin set, with the package's value at that time: the base of later three-way merges. */
export interface PropertyChange {
  /** The admin's value; absent: the admin removed the property. */
  readonly ours?: Json;
  /** What the package said then; absent: it said nothing. */
  readonly base?: Json;
  readonly by: string;
  readonly at: string;
}

/** What the org's admins changed, by element. Package elements are never edited in place. */
export interface OrgLayer {
  /** Elements that exist only here. Owner is ORG. */
  readonly added: ReadonlyMap<ElementId, Element & { readonly by: string; readonly at: string }>;
  /** Changed properties of package elements: element id to property name to change. */
  readonly changed: ReadonlyMap<ElementId, Readonly<Record<string, PropertyChange>>>;
  /** Package elements that the org took out, deliberately. */
  readonly removed: ReadonlyMap<ElementId, Removal>;
}

/** That an admin took an element of a package out, with what the package said of it then. */
export interface Removal {
  readonly base: Readonly<Record<string, Json>>;
  readonly by: string;
  readonly at: string;
}

export const EMPTY_ORG_LAYER: OrgLayer = { added: new Map(), changed: new Map(), removed: new Map() };

/** What both a package upgrade and an admin changed, differently. Nothing is applied until it is decided. */
export interface Conflict {
  readonly element: ElementId;
  /** Absent: the element itself, which one side took out or moved or both added; values are then all its properties. */
  readonly property?: string;
  readonly base?: Json;
  readonly theirs?: Json;
  readonly ours?: Json;
  readonly by: string;
  readonly at: string;
}

/** The org's value, or the package's. */
export type Side = 'ours' | 'theirs';

/**
 * How one conflict is decided. It names the conflict by element and property, and repeats the values that were weighed:
 * where one of them is another by now, the decision is out of date and does not hold.
 */
export interface Decision {
  readonly element: ElementId;
  readonly property?: string;
  readonly choose: Side;
  readonly theirs?: Json;
  readonly ours?: Json;
}

/** One edit as the studio sends it. `set` with a new id adds the element; `remove` takes it and its items out. */
export type Edit =
  | { readonly op: 'set'; readonly element: ElementId; readonly properties: Readonly<Record<string, Json>> }
  | { readonly op: 'unset'; readonly element: ElementId; readonly property: string }
  | { readonly op: 'remove'; readonly element: ElementId }
  | { readonly op: 'reset'; readonly element: ElementId; readonly property?: string };
