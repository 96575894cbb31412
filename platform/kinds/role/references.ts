import type { KindReferences } from '../reference.ts';

/** A role names the one above. */
export const roleReferences: KindReferences = {
  properties: ({ properties }, names) => ({ parent: names.component('role', properties.parent, 'the role above') }),
};
