import type { JsonObject } from '../json.ts';
import { checkedInParts, kindChecks } from '../kinds/check.ts';
import { kinds } from '../kinds/index.ts';
import type { KindName } from '../kinds/kind.ts';
import type { ComponentsOf } from '../kinds/model-view.ts';
import { type Component, type Items, keysOf } from '../packages/component.ts';
import type { ElementId } from '../packages/element.ts';
import type { Group } from '../packages/element-map.ts';
import type { Problem } from '../problem.ts';
import type { Assembled } from './assemble.ts';
import type { Parts } from './build-model.ts';
import type { Model, Origins } from './model.ts';
import { placeInComponent } from './place-problem.ts';
import { changedKeys, componentsKey, createRecorder, objectAbout, type Reads, type Recorder } from './record-reads.ts';

/** A group of components put together, with what is wrong with each by itself. */
export interface AssembledGroup {
  readonly group: Group;
  /** What packages have of it, as it was when their claims were checked. */
  readonly claims: readonly unknown[];
  readonly assembled: Assembled;
  readonly parts: Parts;
  readonly problems: readonly Problem[];
  /** Whether it has parts of an object that is not there. */
  readonly isOrphaned: boolean;
}

/** The same with what is wrong with its components among others. */
export interface CheckedGroup extends AssembledGroup {
  /** By the component's identity; of one that is checked in parts, followed by `#` and the part's name. */
  readonly checks: ReadonlyMap<string, Checked>;
}

interface Checked {
  readonly reads: Reads;
  readonly problems: readonly Problem[];
}

/** All that a compile made, of which the next one uses what stays. */
export interface Made {
  readonly groups: ReadonlyMap<string, CheckedGroup>;
  /** As if there were no errors. */
  readonly model: Model;
}

/**
 * Checks components against the model of all of them. One that stayed, and looked at nothing that changed, has the
 * findings that it had.
 */
export function checkGroups(
  made: { readonly groups: ReadonlyMap<string, AssembledGroup>; readonly model: Model; readonly origins: Origins },
  before: Made | undefined,
): Made {
  const { groups, model, origins } = made;
  const recorder = createRecorder(model, indexComponents(groups));
  const changed = before && new Set([...changedKeys(before.model, model), ...changedComponents(before.groups, groups)]);
  const isAffected = ({ reads }: Checked) => changed === undefined || reads.some((key) => changed.has(key));
  const checked = [...groups].map(([key, group]): [string, CheckedGroup] => {
    const old = before?.groups.get(key);
    if (old === group && !old.checks.values().some(isAffected)) return [key, old];
    return [key, { ...group, checks: new GroupCheck({ old, isAffected, recorder, origins }).run(group) }];
  });
  return { groups: new Map(checked), model };
}

interface CheckOptions {
  readonly old: CheckedGroup | undefined;
  readonly isAffected: (checked: Checked) => boolean;
  readonly recorder: Recorder;
  readonly origins: Origins;
}

/** The check of one group. Most of its components look at the same and have nothing wrong: they share one answer. */
class GroupCheck {
  readonly #options: CheckOptions;
  readonly #sound = new Map<string, Checked>();

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  run({ assembled }: AssembledGroup): ReadonlyMap<string, Checked> {
    const { old, isAffected } = this.#options;
    const checks = new Map<string, Checked>();
    for (const component of assembled.components.values()) {
      const was = old?.assembled.components.get(component.id);
      const partOf = checkedInParts[component.kind];
      if (partOf !== undefined) {
        for (const [name, check] of this.#checkParts(component, was, partOf)) checks.set(name, check);
        continue;
      }
      const known = was === component ? old?.checks.get(component.id) : undefined;
      checks.set(component.id, known !== undefined && !isAffected(known) ? known : this.#check(component));
    }
    return checks;
  }

  #checkParts(component: Component, was: Component | undefined, partOf: PartOf): ReadonlyMap<string, Checked> {
    const { old, isAffected } = this.#options;
    const nameOf = (part: string) => `${component.id}#${part}`;
    const changed = changedParts(component, was, partOf);
    const known = new Map([...(old?.checks ?? [])].filter(([, checked]) => !isAffected(checked)));
    const isKnown = (part: string) => known.has(nameOf(part)) && !changed.has(part);
    const { parts, names } = splitComponent(component, partOf, (part) => !isKnown(part));
    const checks = new Map<string, Checked>();
    for (const part of names) {
      const fresh = parts.get(part);
      const check = fresh === undefined ? known.get(nameOf(part)) : this.#check(fresh);
      if (check !== undefined) checks.set(nameOf(part), check);
    }
    return checks;
  }

  #check(component: Component): Checked {
    const { recorder, origins } = this.#options;
    const { result, reads } = recorder.record(() =>
      kindChecks[component.kind](component, recorder.model, recorder.componentsOf),
    );
    const others = reads.filter((key) => key !== ownKey(component));
    if (result.length > 0)
      return { reads: others, problems: result.flatMap((each) => placeInComponent(each, component, origins) ?? []) };
    const name = others.join('\n');
    const known = this.#sound.get(name) ?? { reads: others, problems: [] };
    this.#sound.set(name, known);
    return known;
  }
}

type PartOf = (collection: string, key: string) => string;

/** Key of the very thing that a component becomes: it changes with the component alone. */
function ownKey({ kind, object, name }: Component): string | undefined {
  return kind === 'field' ? `objects.${object}.fields.${name.slice(object.length + 1)}` : undefined;
}

/** Parts of a component in which an item differs from what it was. */
function changedParts({ kind, value }: Component, was: Component | undefined, partOf: PartOf): Set<string> {
  const changed = new Set<string>();
  if (was === undefined || was.value === value) return changed;
  for (const name of Object.keys(kinds[kind].collections)) {
    const [before, after] = [itemsOf(was.value, name), itemsOf(value, name)];
    if (before === after) continue;
    for (const key of keysOf(after)) if (before[key] !== after[key]) changed.add(partOf(name, key));
    for (const key of keysOf(before)) if (after[key] === undefined) changed.add(partOf(name, key));
  }
  return changed;
}

/** Those parts of a component that are wanted, each as a component with its items alone, and the names of all. */
function splitComponent(component: Component, partOf: PartOf, isWanted: (part: string) => boolean) {
  const { kind, value } = component;
  const names = new Set<string>();
  const wanted = new Map<string, Record<string, Record<string, JsonObject>>>();
  for (const name of Object.keys(kinds[kind].collections)) {
    const items = itemsOf(value, name);
    let [last, part]: [string | undefined, Record<string, JsonObject> | undefined] = [undefined, undefined];
    for (const key of keysOf(items)) {
      const at = partOf(name, key);
      if (at !== last) {
        if (!names.has(at) && isWanted(at)) wanted.set(at, {});
        names.add(at);
        part = collectionOf(wanted.get(at), name);
        last = at;
      }
      if (part !== undefined) part[key] = items[key] as JsonObject; // its own key
    }
  }
  const own = Object.fromEntries(
    Object.entries(value).filter(([name]) => !Object.hasOwn(kinds[kind].collections, name)),
  );
  const parts = new Map([...wanted].map(([part, items]) => [part, { ...component, value: { ...own, ...items } }]));
  return { parts, names };
}

function collectionOf(
  part: Record<string, Record<string, JsonObject>> | undefined,
  name: string,
): Record<string, JsonObject> | undefined {
  if (part === undefined) return undefined;
  // Without a prototype, no key means anything but itself.
  part[name] ??= Object.create(null) as Record<string, JsonObject>;
  return part[name];
}

function itemsOf(value: JsonObject, collection: string): Items {
  return (Object.hasOwn(value, collection) ? value[collection] : NO_ITEMS) as Items; // a collection holds items by key
}

const NO_ITEMS: Items = Object.create(null);

/** Finds the components of a kind about an object; each kind is gone through when it is first asked for. */
function indexComponents(groups: ReadonlyMap<string, AssembledGroup>): ComponentsOf {
  const indexes = new Map<KindName, ReadonlyMap<string, readonly Component[]>>();
  return (kind, object) => {
    let index = indexes.get(kind);
    if (index === undefined) {
      const all = [...groups.values()].flatMap(({ assembled }) => [...assembled.components.values()]);
      index = Map.groupBy(
        all.filter((component) => component.kind === kind),
        objectAbout,
      );
      indexes.set(kind, index);
    }
    return object === undefined ? [...index.values()].flat() : (index.get(object) ?? []);
  };
}

/** Keys of the components of groups that differ. */
function changedComponents(
  before: ReadonlyMap<string, AssembledGroup>,
  after: ReadonlyMap<string, AssembledGroup>,
): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [old, fresh] = [before.get(name)?.assembled.components, after.get(name)?.assembled.components];
    return old === fresh ? [] : [...differing(old, fresh), ...differing(fresh, old)];
  });
}

type ComponentMap = ReadonlyMap<ElementId, Component> | undefined;

function differing(some: ComponentMap, others: ComponentMap): string[] {
  const components = [...(some?.values() ?? [])].filter((each) => others?.get(each.id) !== each);
  return components.flatMap((each) => [componentsKey(each.kind, objectAbout(each)), componentsKey(each.kind)]);
}
