import type { KindReferences } from '../reference.ts';
import { textOf, textOfComponent } from '../reference-properties.ts';

/** A page names its object, and by the keys of its items the fields, paths, values and related lists that it shows. */
export const pageReferences: KindReferences = {
  key: ({ component, path }, names) => {
    const object = textOfComponent('page', component, 'object', names);
    const [collection, key = '', inner, innerKey = ''] = path;
    if (collection === 'highlights') return names.path(object, key, 'a key fact');
    if (collection === 'pathSteps') {
      const field = textOfComponent('page', component, 'pathField', names);
      return String(names.choice(object, field, key, 'a step of the path'));
    }
    if (collection === 'sections')
      return inner === undefined ? key : names.field(object, innerKey, 'shown on the page');
    if (collection !== 'relatedLists') return path.at(-1) ?? '';
    if (inner === undefined) return names.children(object, key, 'a related list');
    const child = names.scope.child(object, key);
    return child === undefined ? innerKey : names.path(child.object, innerKey, 'a column of a related list');
  },
  properties: (element, names) => {
    const { path, properties } = element;
    if (path.length > 0) return {};
    const object = textOf(element, 'object', names);
    return {
      object: names.component('object', properties.object, 'whose records it shows'),
      pathField: names.field(object, properties.pathField, 'the status path'),
    };
  },
};
