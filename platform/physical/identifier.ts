/** Longest name that PostgreSQL keeps. */
const MAX_BYTES = 63;
const API_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Quotes a name for SQL. Names come from this folder only, never from a request. */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new Error(`Not an SQL identifier: ${JSON.stringify(name)}`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`. */
export function qualified(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** A text as an SQL literal, for statements that can take no parameters. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The SQL name for an API name: lower case, and not one that is taken. */
export function chooseIdentifier(apiName: string, isTaken: (name: string) => boolean): string {
  if (!API_NAME.test(apiName)) throw new Error(`Not an API name, so it gets no table or column: ${apiName}`);
  const wanted = fitIdentifier(apiName.toLowerCase());
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const name = fitIdentifier(`${wanted.slice(0, MAX_BYTES - 6)}_${number}`);
    if (!isTaken(name)) return name;
  }
}

/** Name of a sequence, index or constraint. Tables share their namespace, and no table's name has a `$`. */
export function relationName(table: string, columns: readonly string[], suffix: string): string {
  return fitIdentifier([table, ...columns, suffix].join('$'));
}

/** Begins the names of what a deploy made that is not live yet. No table's name has a `$`. */
const PREPARED = 'new$';

/** Name of an index until the version that needs it is live. */
export function preparedName(name: string): string {
  return fitIdentifier(PREPARED + name);
}

export function isPreparedName(name: string): boolean {
  return name.startsWith(PREPARED);
}

/** Name of an index over the few records of a table for which a condition holds. */
export function watchName({ table, where }: { readonly table: string; readonly where: string }): string {
  return preparedName(relationName(table, [checksum(where)], 'watch'));
}

/** Shortens a name of ASCII letters to what PostgreSQL keeps; a checksum of the whole keeps it distinct. */
function fitIdentifier(name: string): string {
  if (name.length <= MAX_BYTES) return name;
  return `${name.slice(0, MAX_BYTES - 9)}_${checksum(name)}`;
}

/** FNV-1a, 32 bits: enough to tell a few long names of one table apart. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
