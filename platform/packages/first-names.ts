import { FIRST_NAME } from '../kinds/kind.ts';
import type { Problem } from '../problem.ts';
import type { Element, ElementId } from './element.ts';
import { type ElementAddress, elementId, ownName } from './element-id.ts';
import { pointerStep } from './parse-json.ts';

/**
 * What makes an element the same from version to version, whatever it is called: its address with the name that it, and
 * all that it is part of, had first. `elements` holds these, too.
 */
export function identityOf(element: ElementAddress, elements: ReadonlyMap<ElementId, Element>): ElementId {
  const { kind, component, path } = element;
  const [object = '', ...rest] = component.split('.');
  const firstOf = (id: ElementId) => elements.get(id)?.firstName;
  const first = (id: ElementId, name: string) => firstOf(id) ?? name;
  const names =
    rest.length === 0
      ? [first(elementId({ kind, component, path: [] }), object)]
      : [
          first(elementId({ kind: 'object', component: object, path: [] }), object),
          first(elementId({ kind, component, path: [] }), rest.join('.')),
        ];
  const steps = path.map((step, index) =>
    index % 2 === 0 ? step : first(elementId({ kind, component, path: path.slice(0, index + 1) }), step),
  );
  return elementId({ kind, component: names.join('.'), path: steps });
}

/** Elements that claim to have been what another one is still. */
export function checkFirstNames(elements: ReadonlyMap<ElementId, Element>): Problem[] {
  return [...elements.values()].flatMap((element): Problem[] => {
    if (element.firstName === undefined) return [];
    const former = elements.get(siblingId(element, element.firstName));
    if (former === undefined || former === element || former.firstName !== undefined) return [];
    const name = ownName(element);
    return [
      {
        code: 'DUPLICATE_IDENTITY',
        severity: 'error',
        message: `"${name}" says that it was "${element.firstName}" first, and there is a "${element.firstName}" still: take one of them out, or the "${FIRST_NAME}".`,
        element: element.id,
        found: element.firstName,
        ...(element.source
          ? { file: element.source.file, pointer: element.source.pointer + pointerStep(FIRST_NAME) }
          : {}),
      },
    ];
  });
}

/** The element that has another name in the same place. */
export function siblingId({ kind, component, path }: ElementAddress, name: string): ElementId {
  if (path.length > 0) return elementId({ kind, component, path: [...path.slice(0, -1), name] });
  const names = [...component.split('.').slice(0, -1), name];
  return elementId({ kind, component: names.join('.'), path });
}
