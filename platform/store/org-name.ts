import { OrgError } from './org-error.ts';

const ORG_NAME = /^[a-z](?:_?[a-z0-9])*$/;
const MAX_LENGTH = 40;

/** An org's name from outside; throws where it is none, since every schema name is made of it. */
export function parseOrgName(text: string): string {
  if (ORG_NAME.test(text) && text.length <= MAX_LENGTH) return text;
  throw new OrgError(
    `Not a name for an org: ${JSON.stringify(text)}. Expected up to ${MAX_LENGTH} lower-case letters, digits and single underscores, beginning with a letter.`,
  );
}

/** PostgreSQL schema of an org. */
export function schemaOfOrg(org: string): string {
  return `org_${parseOrgName(org)}`;
}
