import { kinds } from '../../platform/kinds/index.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import { kindPagePath } from '../../platform/kinds/kind-path.ts';

/** A kind's name as a link to its page. */
export function kindLink(name: KindName): string {
  return `[${kinds[name].label}](${kindPagePath(name)})`;
}
