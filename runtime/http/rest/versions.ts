import { refuse } from '../../errors.ts';

/** API versions that are served; clients put theirs into every address and get it back in ours. */
const FIRST = 45;
const LAST = 67;

const VERSION_PATTERN = /^v(\d{2})\.0$/;

/** What GET /services/data lists: clients take the highest. */
export function listVersions(): object[] {
  return Array.from({ length: LAST - FIRST + 1 }, (_, index) => {
    const version = `${FIRST + index}.0`;
    return { label: `Formwork ${version}`, url: `/services/data/v${version}`, version };
  });
}

/** Refuses a version that is not served, as an address that does not exist. */
export function checkVersion(version: string): void {
  const number = Number(VERSION_PATTERN.exec(version)?.[1] ?? Number.NaN);
  if (number >= FIRST && number <= LAST) return;
  throw refuse('NOT_FOUND', 'The requested resource does not exist', {
    hint: `The API serves v${FIRST}.0 to v${LAST}.0.`,
  });
}
