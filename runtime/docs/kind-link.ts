import { kinds } from '../../platform/kinds/index.ts';
import type { KindName } from '../../platform/kinds/kind.ts';

/** Where the page of a kind is: `kinds/list-view`. */
export function kindPath(name: KindName): string {
  return `kinds/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A kind's name as a link to its page. */
export function kindLink(name: KindName): string {
  return `[${kinds[name].label}](${kindPath(name)})`;
}
