import { needsObject, type Starter } from '../starter.ts';

/** Somebody who asks for the records of an object, and finds none: a beginning for every other step. */
export const startScenario: Starter = ({ label, object, componentsOf }) => {
  if (object === undefined) return needsObject('A scenario');
  const sets = componentsOf('permissionSet').filter(({ value }) => opens(value, object));
  const set = sets[0]?.name;
  if (set === undefined) {
    return { missing: `Somebody must be able to open ${object}: formwork new permissionSet NAME --object ${object}` };
  }
  return {
    value: {
      label,
      as: 'somebody',
      people: { somebody: { order: 10, permissionSets: [set] } },
      steps: { look: { order: 10, do: 'query', object, expect: { count: 0 } } },
    },
    next: ['Write what is done and what must come of it, then: formwork test'],
  };
};

function opens(value: unknown, object: string): boolean {
  const { objects = {} } = value as { readonly objects?: Readonly<Record<string, { readonly read?: boolean }>> }; // fits the kind's schema
  return objects[object]?.read === true;
}
