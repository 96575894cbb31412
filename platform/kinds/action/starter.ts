import { sorted } from '../sorted.ts';
import { fieldsOf, type Starter } from '../starter.ts';

/** A step from the first state of a picklist to the second. */
export const startAction: Starter = (request) => {
  const { name, label, order, object = '', given } = request;
  const picklists = fieldsOf(request, object).filter(({ type }) => type === 'Picklist');
  const field =
    given.stateField === undefined ? picklists[0] : picklists.find((each) => each.name === given.stateField);
  if (field === undefined) {
    const missing = `An action moves the value of a picklist; ${object} needs one: formwork new field ${object}.Status__c --type Picklist`;
    return { missing };
  }
  const [first = '', second] = sorted(field.values).map(([value]) => value);
  return {
    value: { label, order, stateField: field.name, from: [first], ...(second === undefined ? {} : { to: second }) },
    next: [`Grant it in a permission set: "actions": { "${name}": {} }.`],
  };
};
