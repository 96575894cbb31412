/** A text of a page, taken apart: `code`, [links](target) and what stands between them. */
export type Inline =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly parts: readonly Inline[]; readonly target: string };

/** The parts of a text. Links may hold code; nothing else nests. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(/`([^`]+)`|\[((?:[^\]`]|`[^`]*`)+)\]\(([^)\s]+)\)/g)) {
    if (match.index > end) parts.push({ kind: 'plain', text: text.slice(end, match.index) });
    const [whole, code, words, target = ''] = match;
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else parts.push({ kind: 'link', parts: parseInline(words ?? ''), target });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'plain', text: text.slice(end) });
  return parts;
}

/** The words alone, for titles and the search. */
export function plainText(text: string): string {
  return parseInline(text).map(plainPart).join('');
}

function plainPart(part: Inline): string {
  return part.kind === 'link' ? part.parts.map(plainPart).join('') : part.text;
}

/** The address of another page or of a file of the site, from the page at `from`. */
export function relativeLink(from: string, target: string, ending: string): string {
  if (/^https?:/.test(target)) return target;
  const [path = '', anchor] = target.split('#');
  const file = /\.[a-z]+$/.test(path) ? path : `${path}${ending}`;
  const up = '../'.repeat(from.split('/').length - 1);
  const isHere = path === from && anchor !== undefined;
  return `${isHere ? '' : `${up}${file}`}${anchor === undefined ? '' : `#${encodeURIComponent(anchor)}`}`;
}
