import type { Json, JsonObject } from '../../json.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding } from '../findings.ts';
import type { ComponentsOf, ModelView, ObjectView } from '../model-view.ts';

/** Who and what a scenario may name at one of its places: it plays in order, so what comes later is not there yet. */
export interface Cast {
  readonly model: ModelView;
  readonly people: readonly string[];
  /** Usernames of the users that packages ship. */
  readonly usernames: readonly string[];
  /** Object of each person and record that is there by now, by local name. */
  readonly known: Map<string, string>;
  /** Local names that the scenario gives anywhere. */
  readonly names: ReadonlySet<string>;
}

/** What is wrong with naming somebody who acts. */
export function checkWho(cast: Cast, who: string | undefined, pointer: string): Finding[] {
  if (who === undefined || cast.people.includes(who)) return [];
  if (cast.usernames.some((username) => username.toLowerCase() === who.toLowerCase())) return [];
  const candidates = [...cast.people, ...cast.usernames];
  const what = 'person in this scenario, and no user shipped by a package, called';
  return [danglingReference({ pointer, what, found: who, candidates })];
}

/** What is wrong with naming a person or record; `wanted` is the object that it must be of. */
export function checkRef(
  { model, known, names }: Cast,
  { name, pointer, wanted }: { readonly name: string; readonly pointer: string; readonly wanted?: string },
): Finding[] {
  const object = known.get(name);
  if (object === undefined) {
    if (!names.has(name))
      return [danglingReference({ pointer, what: 'person or record called', found: name, candidates: known.keys() })];
    const message = `"${name}" is not there yet: it comes later. Give its step a smaller "order", or this one a bigger.`;
    return [finding('LATER_REFERENCE', pointer, message, name)];
  }
  if (wanted === undefined || object === wanted) return [];
  const label = (object: string) => model.objects.get(object)?.label ?? object;
  const message = `"${name}" is a record of ${label(object)}; here stands one of ${label(wanted)}.`;
  return [finding('WRONG_REFERENCE', pointer, message, name)];
}

/** The object of a name, or what is wrong with it. */
export function objectNamed(
  { model }: Cast,
  name: string,
  pointer: string,
): { readonly object?: ObjectView; readonly findings: Finding[] } {
  const object = model.objects.get(name);
  if (object !== undefined) return { object, findings: [] };
  return { findings: [danglingReference({ pointer, what: 'object', found: name, candidates: model.objects.keys() })] };
}

/** Values of one field in the records of an object that packages ship. */
export function shippedValues(componentsOf: ComponentsOf, object: string, field: string): readonly string[] {
  return componentsOf('data').flatMap(({ value }) => {
    const data = value as { object?: string; key?: string; records?: Readonly<Record<string, JsonObject>> }; // fits the schema
    if (data.object !== object) return [];
    return Object.entries(data.records ?? {}).flatMap(([key, record]) =>
      data.key === field ? [key] : textOf(record[field]),
    );
  });
}

function textOf(value: Json | undefined): string[] {
  return typeof value === 'string' ? [value] : [];
}
