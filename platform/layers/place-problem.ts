import type { Finding } from '../kinds/finding.ts';
import type { Element, ElementId } from '../packages/element.ts';
import type { Problem } from '../problem.ts';
import type { Component } from './assemble.ts';
import type { Origin } from './model.ts';

export type Origins = ReadonlyMap<ElementId, Readonly<Record<string, Origin>>>;

/** Gives a component's finding the element and the file that it stands in. */
export function placeInComponent(finding: Finding, component: Component, origins: Origins): Problem | undefined {
  let pointer = finding.pointer;
  while (!component.parts.has(pointer)) pointer = pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
  const element = component.parts.get(pointer);
  if (element === undefined) return undefined;
  return placeInElement({ ...finding, pointer: finding.pointer.slice(pointer.length) }, element, origins);
}

/** Gives an element's finding its file. What an admin wrote is in none: the pointer then is into the element. */
export function placeInElement(finding: Finding, element: Element, origins: Origins): Problem {
  const { severity = 'error', pointer, ...rest } = finding;
  const property = pointer.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~');
  const origin =
    property === undefined
      ? undefined
      : Object.entries(origins.get(element.id) ?? {}).find(([name]) => name === property)?.[1];
  const { source } = element;
  if (source === undefined || origin?.layer === 'org') return { ...rest, severity, element: element.id, pointer };
  return { ...rest, severity, element: element.id, file: source.file, pointer: source.pointer + pointer };
}
