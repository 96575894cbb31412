import type { Starter } from '../starter.ts';

/** A role at the top of the hierarchy. */
export const startRole: Starter = ({ label }) => ({
  value: { label },
  next: ['Name the role above with "parent", if there is one.'],
});
