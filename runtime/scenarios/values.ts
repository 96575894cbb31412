import type { StoredValue } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { Json } from '../../platform/json.ts';
import { factOf, refOf } from '../../platform/kinds/scenario/reference.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import { globalOf, globalValue } from '../query/globals.ts';
import type { RecordInput } from '../records/save-request.ts';
import type { Play } from './play.ts';

type Values = Readonly<Record<string, unknown>> | undefined;

/** What is sent for the values of a scenario: names become ids, facts the values of the moment. */
export function resolveValues(play: Play, context: Context, values: Values): RecordInput {
  const entries = Object.entries(values ?? {}) as [string, Json][]; // they were read from JSON
  return Object.fromEntries(entries.map(([name, value]) => [name, resolveValue(play, context, value)]));
}

/** One value, as the API takes it. */
export function resolveValue(play: Play, context: Pick<Context, 'principal' | 'now'>, value: Json): Json {
  const name = refOf(value);
  if (name !== undefined) return idOf(play, name);
  const fact = factOf(value);
  const global = fact === undefined ? undefined : globalOf(fact.split('.'));
  return global === undefined ? value : globalValue(global, context);
}

/** The id of a person or record. The check has seen that it comes before. */
export function idOf({ ids }: Play, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The scenario names "${name}", which is not there.`);
  return id;
}

/** An expected value as the API would answer it, so that equal values look equal. */
export function asAnswered(value: Json, field: FieldDef): Json {
  const type = fieldTypes[field.type];
  const parsed = type.parse(value, field, field.label);
  const stored: StoredValue | undefined = parsed.ok ? parsed.value : undefined;
  return stored === undefined ? value : type.toJson(stored, field);
}

/** A value for people: the id of a record that has a name here is told by it. */
export function named({ ids }: Play, value: Json): Json {
  if (Array.isArray(value)) return value.map((each) => named({ ids } as Play, each)); // named reads no more of it
  for (const [name, id] of ids) if (id === value) return { ref: name };
  return value;
}
