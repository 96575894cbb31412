import type { KindName } from '../platform/kinds/kind.ts';
import { kindPagePath } from '../platform/kinds/kind-path.ts';
import type { ElementId } from '../platform/packages/element.ts';
import { addressOf } from './draft/element-id.ts';

/** Every address of the studio; nothing else builds one. */
export const studioPaths = {
  home: () => '/studio',
  component: (kind: KindName, component: string) => `/studio/${kind}/${encodeURIComponent(component)}`,
  /** A new part of an object, or, without an object, a new component of its own. */
  create: (kind: KindName, object?: string) =>
    `/studio/new/${kind}${object === undefined ? '' : `/${encodeURIComponent(object)}`}`,
  review: () => '/studio/review',
  upgrade: () => '/studio/upgrade',
  history: () => '/studio/history',
  deploy: (id: string) => `/studio/history/${encodeURIComponent(id)}`,
} as const;

/** The reference page of a kind, which the server serves beside the studio. */
export function referencePath(kind: KindName): string {
  return `/docs/${kindPagePath(kind)}.html`;
}

/** The address of the editor of an element; an item below the component is named in the fragment. */
export function elementPath(id: ElementId): string {
  const { kind, component, path } = addressOf(id);
  const fragment = path.length === 0 ? '' : `#${encodeURIComponent(anchorOf(id))}`;
  return `${studioPaths.component(kind, component)}${fragment}`;
}

/** DOM id of the place where an element is edited. */
export function anchorOf(id: ElementId): string {
  return `el-${id.replaceAll(/[^A-Za-z0-9_-]/g, '-')}`;
}
