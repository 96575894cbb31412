import { fieldsOf, objectOf, type Starter } from '../starter.ts';

/** Read, create and edit of an object with all its fields, where one is named; nothing otherwise. */
export const startPermissionSet: Starter = (request) => {
  const { label, object } = request;
  const next = ['Assign it to people: Permission set assignments in the app Administration.'];
  if (object === undefined) return { value: { label }, next };
  const isDetail = objectOf(request, object)?.sharing === 'ControlledByParent';
  const fields = fieldsOf(request, object)
    .filter(({ type }) => type !== 'MasterDetail')
    .map(({ name, type }) => [`${object}.${name}`, { read: true, ...(type === 'AutoNumber' ? {} : { edit: true }) }]);
  return {
    value: {
      label,
      objects: { [object]: { read: true, create: true, edit: true, ...(isDetail ? { delete: true } : {}) } },
      ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
    },
    next,
  };
};
