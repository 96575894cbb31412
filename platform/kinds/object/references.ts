import type { KindReferences } from '../reference.ts';
import { eachOf } from '../reference-properties.ts';

/** A unique key names the fields that it is made of. */
export const objectReferences: KindReferences = {
  properties: ({ component, path, properties }, names) =>
    path[0] === 'uniqueKeys'
      ? { fields: eachOf(properties.fields, (field) => names.field(component, field, 'part of a unique key')) }
      : {},
};
