import type { Finding } from '../kinds/finding.ts';
import { pointerTo } from '../kinds/findings.ts';
import { type Component, elementAt } from '../packages/component.ts';
import type { Element } from '../packages/element.ts';
import type { Problem } from '../problem.ts';
import type { Origins } from './model.ts';

/** Gives a component's finding the element and the file that it stands in. */
export function placeInComponent(finding: Finding, component: Component, origins: Origins): Problem | undefined {
  const place = elementOfPointer(component, finding.pointer);
  return place && placeInElement({ ...finding, pointer: place.pointer }, place.element, origins);
}

/** The innermost element that a pointer into a component leads into, and the pointer from there on. */
export function elementOfPointer(
  component: Component,
  pointer: string,
): { readonly element: Element; readonly pointer: string } | undefined {
  const steps = stepsOf(pointer);
  for (let length = steps.length - (steps.length % 2); length >= 0; length -= 2) {
    const path = steps.slice(0, length);
    const element = elementAt(component, path);
    if (element !== undefined) return { element, pointer: pointer.slice(pointerTo(...path).length) };
  }
  return undefined;
}

/** Gives an element's finding its file. What an admin wrote is in none: the pointer then is into the element. */
export function placeInElement(finding: Finding, element: Element, origins: Origins): Problem {
  const { severity = 'error', pointer, ...rest } = finding;
  const [property] = stepsOf(pointer);
  const origin =
    property === undefined
      ? undefined
      : Object.entries(origins.get(element.id) ?? {}).find(([name]) => name === property)?.[1];
  const { source } = element;
  if (source === undefined || origin?.layer === 'org') return { ...rest, severity, element: element.id, pointer };
  return { ...rest, severity, element: element.id, file: source.file, pointer: source.pointer + pointer };
}

function stepsOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
