import type { KindReferences } from '../reference.ts';

/** A lookup names the object that it points to. */
export const fieldReferences: KindReferences = {
  properties: ({ path, properties }, names) =>
    path.length > 0 ? {} : { references: names.component('object', properties.references, 'what it points to') },
};
