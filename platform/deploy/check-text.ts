import type { Element, ElementId } from '../packages/element.ts';
import { elementsThatDiffer } from '../packages/element-map.ts';
import type { Problem } from '../problem.ts';
import { elementLabel } from './diff-elements.ts';

/** Text that PostgreSQL cannot store in any encoding: a NUL, or half of a surrogate pair. What is live is stored already. */
export function checkText(live: ReadonlyMap<ElementId, Element>, elements: ReadonlyMap<ElementId, Element>): Problem[] {
  return [...elementsThatDiffer(live, elements).after.values()]
    .filter(({ id, properties }) => !isStorable(id) || !isStorable(JSON.stringify(properties)))
    .map((element) => ({
      code: 'UNSTORABLE_TEXT',
      severity: 'error',
      message: `${elementLabel(element)} contains a NUL character or half of a surrogate pair, which no database text can hold.`,
      element: element.id,
      ...(element.source ? { file: element.source.file, pointer: element.source.pointer } : {}),
    }));
}

/** JSON writes both as escapes; a backslash before one means that it is only text about an escape. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0') && !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/.test(text);
}
