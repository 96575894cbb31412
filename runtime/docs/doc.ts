/**
 * One page of the reference, before it is HTML or Markdown. Texts may hold `code` in backticks and links
 * `[words](kinds/field#values)`, whose targets are paths of other pages.
 */
export interface Doc {
  /** Path without ending: `kinds/list-view`. */
  readonly path: string;
  readonly title: string;
  /** Heading of the navigation under which it stands. */
  readonly group: DocGroup;
  /** One sentence, under the title and in search results. */
  readonly summary: string;
  readonly blocks: readonly Block[];
}

export const DOC_GROUPS = ['Kinds of metadata', 'Languages and formats', 'Working with it'] as const;
export type DocGroup = (typeof DOC_GROUPS)[number];

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly id: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly language: 'json' | 'sh'; readonly code: string; readonly caption?: string }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly TableRow[];
    }
  | { readonly kind: 'properties'; readonly items: readonly PropertyDoc[] };

export interface TableRow {
  /** Where a link leads to that means this row. */
  readonly id?: string;
  readonly cells: readonly string[];
}

/** One property as people read it. */
export interface PropertyDoc {
  /** Where a link leads to that means this property. */
  readonly id: string;
  readonly name: string;
  /** What may stand there, in words. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** Literals of a closed set that need words of their own. */
  readonly choices?: readonly { readonly value: string; readonly description: string }[];
  /** What an object, or each of several shapes of one, holds. */
  readonly shapes?: readonly { readonly title?: string; readonly properties: readonly PropertyDoc[] }[];
}

export function heading(level: 2 | 3, text: string, id = anchorOf(text)): Block {
  return { kind: 'heading', level, id, text };
}

export function text(...sentences: readonly string[]): Block {
  return { kind: 'text', text: sentences.join(' ') };
}

/** The name of a place in a page, made of its heading. */
export function anchorOf(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
