import type { KindReferences } from '../reference.ts';

/** The tabs of an app are objects. */
export const appReferences: KindReferences = {
  key: ({ path: [, key = ''] }, names) => names.component('object', key, 'a tab'),
};
