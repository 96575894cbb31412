import { fieldsOf, inOrder, needsObject, type Starter } from '../starter.ts';

/** One section with all fields of an object that has no page yet. */
export const startPage: Starter = (request) => {
  const { object, componentsOf, label } = request;
  if (object === undefined) return needsObject('A record page');
  const page = componentsOf('page').find(({ value }) => (value as { readonly object?: unknown }).object === object); // a file's value is an object
  if (page) return { missing: `${object} has a page already: ${page.name}. Add to that one.` };
  const items = inOrder(['Name', ...fieldsOf(request, object).map(({ name }) => name)]);
  return {
    value: { label, object, sections: { details: { label: 'Details', order: 10, columns: 2, items } } },
  };
};
