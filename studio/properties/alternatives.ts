import type { RJSFSchema } from '@rjsf/utils';

/** The object schemas of which a value is one, by their constants and properties. */
export type Alternative = RJSFSchema;
type Value = Readonly<Record<string, unknown>>;

/** Index of the alternative that a value is; undefined for one that says nothing yet. */
export function alternativeOf(alternatives: readonly Alternative[], value: Value | undefined): number | undefined {
  const keys = Object.keys(value ?? {});
  if (!value || keys.length === 0) return undefined;
  const index = alternatives.findIndex((alternative) => {
    const constants = constantsOf(alternative);
    const isSame = Object.entries(constants).every(([name, constant]) => value[name] === constant);
    return isSame && keys.every((key) => Object.hasOwn(alternative.properties ?? {}, key));
  });
  return index === -1 ? undefined : index;
}

/** A value of another alternative: its constants, and what the former value has in common with it. */
export function switchTo(alternative: Alternative, value: Value | undefined): Value {
  const constants = constantsOf(alternative);
  const kept = Object.entries(value ?? {}).filter(
    ([name]) => Object.hasOwn(alternative.properties ?? {}, name) && !Object.hasOwn(constants, name),
  );
  return { ...constants, ...Object.fromEntries(kept) };
}

/** What an alternative always says, such as its type. */
export function constantsOf({ properties = {} }: Alternative): Value {
  const entries = Object.entries(properties).flatMap(([name, property]) =>
    typeof property === 'object' && 'const' in property ? [[name, property.const] as const] : [],
  );
  return Object.fromEntries(entries);
}
