import { inOrder, type Starter } from '../starter.ts';

/** An app with a tab for its object, where one is named. */
export const startApp: Starter = ({ name, label, order, object }) => ({
  value: { label, order, ...(object === undefined ? {} : { tabs: inOrder([object]) }) },
  next: [`Let people open it: "apps": { "${name}": {} } in a permission set.`],
});
