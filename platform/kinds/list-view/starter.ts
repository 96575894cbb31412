import { fieldsOf, inOrder, objectOf, type Starter } from '../starter.ts';

/** All records, with their names and the first fields. */
export const startListView: Starter = (request) => {
  const { label, order, object = '' } = request;
  const fields = fieldsOf(request, object).filter(({ type }) => type !== 'LongText');
  const { pluralLabel } = objectOf(request, object) ?? {};
  // "All" alone says nothing among the views of several objects.
  const all = label === 'All' && typeof pluralLabel === 'string' ? `All ${pluralLabel.toLowerCase()}` : label;
  return { value: { label: all, order, columns: inOrder(['Name', ...fields.slice(0, 5).map(({ name }) => name)]) } };
};
