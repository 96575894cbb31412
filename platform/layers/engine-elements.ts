import { type Element, SYSTEM_PACKAGE } from '../packages/element.ts';

/**
 * Elements by which the engine knows who somebody is and what they may do: its own objects and their fields, and the
 * permission set that lets admins in. An org cannot take them away, or nobody could sign in to put them back.
 */
export function isEngineElement(element: Element | undefined): boolean {
  if (element?.owner !== SYSTEM_PACKAGE) return false;
  const { kind, path } = element;
  if (kind === 'permissionSet') return path.length === 0 || path[0] === 'system';
  return (kind === 'object' || kind === 'field') && path.length === 0;
}

const FIXED: ReadonlySet<string> = new Set(['type', 'references', 'nameField', 'unique', 'externalId', 'onlyActions']);

/** Properties of the engine's own objects and fields that its code relies on; labels, texts and the like are free. */
export function isEngineProperty(element: Element | undefined, property: string): boolean {
  return isEngineElement(element) && FIXED.has(property);
}
