import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { kinds } from '../../platform/kinds/index.ts';
import type { CommandDoc } from './commands-doc.ts';
import { DOC_GROUPS, type Doc, heading } from './doc.ts';
import { allDocs } from './docs.ts';
import { editorFiles, schemaCatalog } from './editor-files.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { searchEntries } from './search-index.ts';

/** Files of the reference by their paths: `index.html`, `kinds/field.html`, `assets/search.js`. */
export type Site = ReadonlyMap<string, string | Buffer>;

type SiteFile = [path: string, content: string | Buffer];

/** The reference as pages that need no server: HTML, the schemas for editors, styles and a search. */
export async function htmlSite(commands: readonly CommandDoc[]): Promise<Site> {
  const docs = withIndex(allDocs(commands));
  const files = editorFiles();
  const entries = JSON.stringify(searchEntries(docs));
  return new Map([
    ...docs.map((doc): SiteFile => [`${doc.path}.html`, renderHtml(doc, docs)]),
    ...files.map(({ name, schema }): SiteFile => [`schemas/${name}`, json(schema)]),
    ['schemas/catalog.json', json(schemaCatalog(files))],
    ['assets/search-index.js', `globalThis.formworkDocs = ${entries};\n`],
    ...(await assets()),
  ]);
}

/** The reference as Markdown. */
export function markdownSite(commands: readonly CommandDoc[]): Site {
  return new Map(withIndex(allDocs(commands)).map((doc) => [`${doc.path}.md`, renderMarkdown(doc)]));
}

/** A JSON file as we write it. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function withIndex(docs: readonly Doc[]): Doc[] {
  const index: Doc = {
    path: 'index',
    title: 'Reference',
    group: 'Working with it',
    summary: `What metadata packages may say: ${Object.keys(kinds).length} kinds of files, their fields, conditions and problems.`,
    blocks: DOC_GROUPS.flatMap((group) => [
      heading(2, group),
      {
        kind: 'list',
        items: docs
          .filter((doc) => doc.group === group)
          .map(({ path, title, summary }) => `[${title}](${path}): ${summary}`),
      },
    ]),
  };
  return [index, ...docs];
}

const OWN_ASSETS = join(import.meta.dirname, 'assets');

/** Weights of the one typeface that the reference is set in. */
const FONTS = ['regular', 'semibold', 'bold', 'italic'].map((weight) => `opensans-${weight}-webfont.woff2`);

/** Our own style and search, and the design system's style sheets with their fonts. */
async function assets(): Promise<SiteFile[]> {
  const system = await readFile(ofDesignSystem('css/index.css'), 'utf8');
  const files: readonly (readonly [string, string])[] = [
    ['assets/docs.css', join(OWN_ASSETS, 'docs.css')],
    ['assets/search.js', join(OWN_ASSETS, 'search.js')],
    ['assets/theme.css', ofDesignSystem('css/core-theme.css')],
    ...FONTS.map((name) => [`fonts/${name}`, ofDesignSystem(`dist/fonts/${name}`)] as const),
  ];
  const read = await Promise.all(
    files.map(async ([path, source]): Promise<SiteFile> => [path, await readFile(source)]),
  );
  return [...read, ['assets/design-system.css', withoutOtherFonts(system)]];
}

/** A file of the design system, which is laid beside ours where npm installed Formwork without what its pages need. */
function ofDesignSystem(path: string): string {
  const beside = join(OWN_ASSETS, 'design-system', path);
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`@cmsgov/design-system/${path}`);
}

function withoutOtherFonts(css: string): string {
  return css.replaceAll(/@font-face\{[^}]*\}/g, (rule) => (FONTS.some((name) => rule.includes(name)) ? rule : ''));
}
