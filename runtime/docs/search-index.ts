import type { Doc, PropertyDoc } from './doc.ts';
import { plainText } from './inline.ts';

/** A place that the search finds. */
export interface SearchEntry {
  readonly title: string;
  /** Title of the page that the place is on; absent for a page itself. */
  readonly page?: string;
  readonly summary: string;
  /** From the root of the site. */
  readonly link: string;
}

/** Pages, headings, properties and rows with a name of their own. */
export function searchEntries(docs: readonly Doc[]): SearchEntry[] {
  return docs.flatMap((doc) => [
    { title: plainText(doc.title), summary: plainText(doc.summary), link: `${doc.path}.html` },
    ...doc.blocks.flatMap((block): SearchEntry[] => {
      if (block.kind === 'heading') return [entry(doc, { id: block.id, title: plainText(block.text), summary: '' })];
      if (block.kind === 'properties') return block.items.flatMap((item) => propertyEntries(doc, item));
      if (block.kind !== 'table') return [];
      return block.rows.flatMap(({ id, cells: [title = '', summary = ''] }) =>
        id === undefined ? [] : [entry(doc, { id, title: plainText(title), summary: plainText(summary) })],
      );
    }),
  ]);
}

function propertyEntries(doc: Doc, { id, description, shapes = [] }: PropertyDoc): SearchEntry[] {
  const inner = shapes.flatMap(({ properties }) => properties.flatMap((property) => propertyEntries(doc, property)));
  return [entry(doc, { id, title: id, summary: plainText(description) }), ...inner];
}

function entry(
  { path, title: page }: Doc,
  place: { readonly id: string; readonly title: string; readonly summary: string },
): SearchEntry {
  const { id, title, summary } = place;
  return { title, page: plainText(page), summary, link: `${path}.html#${encodeURIComponent(id)}` };
}
