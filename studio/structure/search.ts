import type { KindName } from '../../platform/kinds/kind.ts';
import { nameOf } from '../draft/element-id.ts';
import type { Elements, StudioElement } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';

/** Kinds that can be searched, in the order in which people look for them. */
const SEARCHED: readonly KindName[] = [
  'object',
  'field',
  'page',
  'listView',
  'validationRule',
  'action',
  'permissionSet',
  'app',
  'role',
  'sharingRule',
  'data',
];

/** Components whose label or API name has all the words, those that begin with the text first. */
export function searchComponents(elements: Elements, text: string, limit: number): readonly StudioElement[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return [];
  const found: { readonly element: StudioElement; readonly rank: number }[] = [];
  for (const kind of SEARCHED)
    for (const element of elements.components(kind)) {
      const label = labelOf(element.id, elements.byId).toLowerCase();
      const haystack = `${label} ${element.component.toLowerCase()}`;
      if (!words.every((word) => haystack.includes(word))) continue;
      found.push({ element, rank: rankOf(label, nameOf(element.component).toLowerCase(), first) });
    }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ element }) => element);
}

function rankOf(label: string, name: string, text: string): number {
  if (label === text || name === text) return 0;
  return label.startsWith(text) || name.startsWith(text) ? 1 : 2;
}
