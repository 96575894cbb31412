import type { KindReferences } from '../reference.ts';

/** Each row of a permission set is named after what it opens. */
export const permissionSetReferences: KindReferences = {
  key: ({ path: [collection, key = ''] }, names) => {
    if (collection === 'objects') return names.component('object', key, 'access to it');
    if (collection === 'fields') return names.component('field', key, 'access to it');
    if (collection === 'actions') return names.component('action', key, 'may be taken');
    return collection === 'apps' ? names.component('app', key, 'may be opened') : key;
  },
};
