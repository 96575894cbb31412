import { kindExamples } from '../../platform/kinds/examples.ts';
import { kinds } from '../../platform/kinds/index.ts';
import { KIND_NAMES, type KindName } from '../../platform/kinds/kind.ts';
import { findUses } from '../../platform/layers/uses.ts';
import type { Element } from '../../platform/packages/element.ts';
import { parseElementId } from '../../platform/packages/element-id.ts';
import { elementsOfFile } from '../../platform/packages/elements.ts';
import { kindLink } from './kind-link.ts';

/** What a kind names and what names it, as the traversal that where-used is made of finds it in the examples. */
export function referenceWords(kind: KindName): {
  readonly refersTo: readonly string[];
  readonly referredToBy: readonly string[];
} {
  const uses = exampleUses();
  return {
    refersTo: inWords(uses.filter(({ from }) => from === kind).map(({ to, what, how }) => ({ other: to, what, how }))),
    referredToBy: inWords(
      uses.filter(({ to }) => to === kind).map(({ from, what, how }) => ({ other: from, what, how })),
    ),
  };
}

interface KindUse {
  readonly from: KindName;
  readonly to: KindName;
  /** The part that is named, where it is not the component itself: "picklist value". */
  readonly what: string | undefined;
  readonly how: string;
}

function exampleUses(): KindUse[] {
  const elements = KIND_NAMES.filter((kind) => kind !== 'package').flatMap((kind) =>
    kindExamples[kind].flatMap((example) => elementsOfFile({ kind, file: '', owner: '', ...example }).elements),
  );
  const byId = new Map(elements.map((element): [string, Element] => [element.id, element]));
  return findUses(byId).flatMap(({ from, target, how }) => {
    const [user, used] = [parseElementId(from), parseElementId(target)];
    if (user === undefined || used === undefined) return [];
    const [collection] = used.path;
    const what = collection === undefined ? undefined : kinds[used.kind].collections[collection]?.itemLabel;
    return [{ from: user.kind, to: used.kind, what, how }];
  });
}

interface Wording {
  readonly other: KindName;
  readonly what: string | undefined;
  readonly how: string;
}

function inWords(uses: readonly Wording[]): string[] {
  const groups = Map.groupBy(uses, ({ other, what }) =>
    what === undefined ? kindLink(other) : `${kindLink(other)}, ${what}`,
  );
  return [...groups].map(([words, group]) => `${words}: ${[...new Set(group.map(({ how }) => how))].join('; ')}`);
}
