import { fieldsOf, inOrder, type Starter } from '../starter.ts';

/** All records, with their names and the first fields. */
export const startListView: Starter = (request) => {
  const { label, order, object = '' } = request;
  const fields = fieldsOf(request, object).filter(({ type }) => type !== 'LongText');
  return { value: { label, order, columns: inOrder(['Name', ...fields.slice(0, 5).map(({ name }) => name)]) } };
};
