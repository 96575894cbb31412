import type { FieldTypeName } from '../fields/field-type.ts';
import { fieldTypes } from '../fields/registry.ts';
import type { Json } from '../json.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { parentId } from '../packages/element-id.ts';

/** What a change asks of the next version, as npm counts: breaks somebody, adds something, or is words alone. */
export type ChangeLevel = 'major' | 'minor' | 'patch';

export interface Verdict {
  readonly level: ChangeLevel;
  /** Why, where it is not plain from what changed. */
  readonly because?: string;
}

/** One property of an element that is in both versions. */
export interface ChangedProperty {
  readonly name: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** The element before and after, for what its other properties say. */
  readonly from: Element;
  readonly to: Element;
  /** All of the package's elements after, for what those around it say. */
  readonly elements: ReadonlyMap<ElementId, Element>;
}

export type PropertyRule = (change: ChangedProperty) => Verdict;

/** What people read, where it stands, what explains it. */
export const words: PropertyRule = () => ({ level: 'patch' });

/** What behaves otherwise without refusing or losing anything. */
export const behaviour: PropertyRule = () => ({ level: 'minor' });

/** What others rely on by its value. */
export const contract =
  (because: string): PropertyRule =>
  () => ({ level: 'major', because });

/** A default: without one, what is required is refused where nobody gives it. */
export const fallback =
  (because: string): PropertyRule =>
  ({ after, to }) =>
    after === undefined && to.properties.required === true ? { level: 'major', because } : { level: 'minor' };

/** The flag of the value that is chosen where nobody chooses: its field may have none left, or another one. */
export const chosenUnasked =
  (because: string): PropertyRule =>
  ({ to, elements }) => {
    const field = parentId(to.id);
    const isRequired = field !== undefined && elements.get(field)?.properties.required === true;
    const isDefault = ({ id, properties }: Element) => properties.default === true && parentId(id) === field;
    return isRequired && ![...elements.values()].some(isDefault) ? { level: 'major', because } : { level: 'minor' };
  };

/** A flag that refuses something once it is set. */
export const restricts =
  (because: string): PropertyRule =>
  ({ after }) =>
    after === true ? { level: 'major', because } : { level: 'minor' };

/** A flag that gives something as long as it is set. */
export const grants =
  (because: string): PropertyRule =>
  ({ before }) =>
    before === true ? { level: 'major', because } : { level: 'minor' };

/** Like `grants`, where an absent flag counts as set. */
export const grantsUnlessOff =
  (because: string): PropertyRule =>
  ({ after }) =>
    after === false ? { level: 'major', because } : { level: 'minor' };

/** A property that refuses something by being there; its value is only words. */
export const restrictsByPresence =
  (because: string): PropertyRule =>
  ({ before, after }) => {
    if (before === undefined) return { level: 'major', because };
    return { level: after === undefined ? 'minor' : 'patch' };
  };

/** A condition that picks out what is given: without it, all is. Whether another one gives less, nobody can tell. */
export const narrows =
  (because: string): PropertyRule =>
  ({ after }) =>
    after === undefined ? { level: 'minor' } : { level: 'major', because };

/** A value of an order, from the least that is given to the most; one that is not in it cannot be compared. */
export const ordered =
  (steps: readonly string[], because: string): PropertyRule =>
  ({ before, after }) => {
    const [was, is] = [before, after].map((value) => steps.indexOf(String(value)));
    return was !== undefined && is !== undefined && was >= 0 && is > was
      ? { level: 'minor' }
      : { level: 'major', because };
  };

/** A list of what is allowed: whatever is missing of it was taken away. */
export const allows =
  (because: string): PropertyRule =>
  ({ before, after }) => {
    const [was, is] = [before, after].map((value) => (Array.isArray(value) ? value.map(String) : []));
    return was?.every((each) => is?.includes(each)) ? { level: 'minor' } : { level: 'major', because };
  };

/** A length: a shorter one refuses what it took before. */
export const size: PropertyRule = ({ name, from, to }) =>
  optionOf(to, name) >= optionOf(from, name)
    ? { level: 'minor' }
    : { level: 'major', because: 'values that fit before are refused' };

/** Precision and scale: fewer digits before or after the point refuse what they took before. */
export const digits: PropertyRule = ({ from, to }) => {
  const whole = (element: Element) => optionOf(element, 'precision') - optionOf(element, 'scale');
  const isNoSmaller = whole(to) >= whole(from) && optionOf(to, 'scale') >= optionOf(from, 'scale');
  return isNoSmaller ? { level: 'minor' } : { level: 'major', because: 'numbers that fit before are refused' };
};

/** The name field, which is one property: its label is words, its type is what records are found and written by. */
export const nameField: PropertyRule = ({ before, after }) => {
  const [was, is] = [before, after].map((value) => Object(value) as Readonly<Record<string, Json>>); // fits the schema
  if (was?.type !== is?.type) return { level: 'major', because: 'names are written otherwise' };
  if (!was?.unique && is?.unique) return { level: 'major', because: 'names that are there already are refused' };
  return { level: was?.unique === is?.unique && was?.format === is?.format ? 'patch' : 'minor' };
};

/** A number that a field says, or that its type says for it; NaN, which is no larger than anything, where neither does. */
function optionOf({ properties }: Element, name: string): number {
  const said = properties[name];
  if (typeof said === 'number') return said;
  const type = fieldTypes[String(properties.type) as FieldTypeName]; // of a package that was checked, or undefined
  const option: { readonly default?: unknown } | undefined = type?.options[name];
  return typeof option?.default === 'number' ? option.default : Number.NaN;
}
