import { fieldsOf, needsObject, objectOf, type Starter } from '../starter.ts';

/** No records yet, found by the first external id of the object. */
export const startData: Starter = (request) => {
  const { object, order, given } = request;
  if (object === undefined) return needsObject('Data');
  const field = fieldsOf(request, object).find(({ unique, externalId }) => unique || externalId);
  const { nameField } = (objectOf(request, object) ?? {}) as { readonly nameField?: { readonly unique?: boolean } }; // fits the kind's schema
  const key = given.key ?? field?.name ?? (nameField?.unique ? 'Name' : undefined);
  if (key === undefined) {
    const missing = `Records are found by an external id; ${object} needs one: formwork new field ${object}.Code__c --set externalId=true`;
    return { missing };
  }
  return {
    value: { object, key, order, records: {} },
    next: [`Write the records: the key of each is its ${String(key)}.`],
  };
};
