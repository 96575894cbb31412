import { objectOfPart } from '../field-name.ts';
import type { KindReferences } from '../reference.ts';

/** A rule names what its condition speaks of, and the field at which its message stands. */
export const validationRuleReferences: KindReferences = {
  properties: ({ component, properties }, names) => {
    const object = objectOfPart(component);
    return {
      errorCondition: names.condition(object, properties.errorCondition, 'in the condition'),
      errorDisplayField: names.field(object, properties.errorDisplayField, 'where the message stands'),
    };
  },
};
