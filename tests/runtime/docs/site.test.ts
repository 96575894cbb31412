import { beforeAll, describe, expect, it } from 'vitest';
import { commandDocs } from '../../../apps/cli/command-docs.ts';
import { problemCodes } from '../../../platform/deploy/problem-codes.ts';
import { OPERATORS } from '../../../platform/expressions/expression.ts';
import { FIELD_TYPE_NAMES } from '../../../platform/fields/field-type.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { KIND_NAMES } from '../../../platform/kinds/kind.ts';
import { kindPagePath } from '../../../platform/kinds/kind-path.ts';
import { parseImportMap } from '../../../runtime/bulk/check-map.ts';
import type { Doc } from '../../../runtime/docs/doc.ts';
import { EXAMPLE_MAP } from '../../../runtime/docs/imports-doc.ts';
import { renderHtml } from '../../../runtime/docs/render-html.ts';
import { renderMarkdown } from '../../../runtime/docs/render-markdown.ts';
import { htmlSite, markdownSite, type Site } from '../../../runtime/docs/site.ts';

let site: Site;
const markdown = markdownSite(commandDocs());
beforeAll(async () => {
  site = await htmlSite(commandDocs());
});

function page(path: string): string {
  return String(site.get(`${path}.html`));
}

describe('the reference', () => {
  it.each(KIND_NAMES)('has a page for the kind %s with every property, collection, key and example', (name) => {
    const html = page(kindPagePath(name));
    const { label, properties, collections } = kinds[name];
    expect(html).toContain(`<h1>${label}</h1>`);
    for (const property of Object.keys(properties.properties)) expect(html).toContain(`<div id="${property}"><dt>`);
    for (const collection of Object.keys(collections)) expect(html).toContain(`<h2 id="${collection}">`);
    expect(html).toMatch(/id="about-examples?"/);
  });

  it('has every field type, operator, command and problem code', () => {
    for (const name of FIELD_TYPE_NAMES) expect(page('field-types')).toContain(`id="${name}"`);
    for (const operator of OPERATORS) expect(page('conditions')).toContain(`id="${operator}"`);
    for (const code of Object.keys(problemCodes)) expect(page('problems')).toContain(`<code>${code}</code>`);
    const commands = commandDocs().map(({ name }) => name);
    expect(commands).toEqual(expect.arrayContaining(['check', 'deploy', 'data import', 'docs', 'schema']));
    for (const name of commands) expect(page('cli')).toContain(`<code>${name}</code></h2>`);
  });

  it('says what names a kind and what it names, as where-used finds it', () => {
    expect(page('kinds/role')).toMatch(/What names it.*sharing-rule\.html/s);
    expect(page('kinds/page')).toMatch(/What it names.*object\.html/s);
  });

  it('leads with every link to a place that is there', () => {
    const dead: string[] = [];
    for (const [path, content] of site) {
      if (!path.endsWith('.html')) continue;
      for (const [, target = ''] of String(content).matchAll(/(?:href|src)="([^"]*)"/g)) {
        const { pathname, hash, origin } = new URL(target, `http://site/${path}`);
        if (origin !== 'http://site') continue;
        const found = site.get(pathname.slice(1));
        const isThere = found !== undefined && (hash === '' || hasId(String(found), decodeURIComponent(hash.slice(1))));
        if (!isThere) dead.push(`${path}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('finds with its search only places that are there', () => {
    const [, json = ''] = /^globalThis\.formworkDocs = (.*);$/m.exec(String(site.get('assets/search-index.js'))) ?? [];
    const entries = JSON.parse(json) as { link: string; title: string }[];
    expect(entries.map(({ title }) => title)).toEqual(expect.arrayContaining(['Field', 'nameField', 'lessThan']));
    const dead = entries.filter(({ link }) => {
      const [path = '', id] = link.split('#');
      const found = site.get(path);
      return found === undefined || (id !== undefined && !hasId(String(found), decodeURIComponent(id)));
    });
    expect(dead).toEqual([]);
  });

  it('gives no id of a page twice, and holds nothing that the content security policy forbids', () => {
    for (const [path, content] of site) {
      if (!path.endsWith('.html')) continue;
      const ids = [...String(content).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, path).toBe(ids.length);
      expect(String(content), path).not.toMatch(/<script(?![^>]* src=)|\son\w+=|javascript:/);
    }
  });

  it('is the same as Markdown', () => {
    const pages = [...site.keys()].filter((path) => path.endsWith('.html'));
    expect([...markdown.keys()].sort()).toEqual(pages.map((path) => path.replace('.html', '.md')).sort());
    expect(String(markdown.get('kinds/list-view.md'))).toContain('## Columns: `columns`');
  });

  it('shows a mapping file that is one', () => {
    expect(parseImportMap(EXAMPLE_MAP, 'map.json').problems).toEqual([]);
  });
});

describe('a page of the reference', () => {
  const doc: Doc = {
    path: 'kinds/evil',
    title: 'A `<b>` & more',
    group: 'Kinds of metadata',
    summary: 'Says "<script>alert(1)</script>".',
    blocks: [
      { kind: 'text', text: 'See [the `values`](kinds/field#values) & <i>.' },
      { kind: 'code', language: 'json', code: '"<img onerror=x>"' },
    ],
  };

  it('keeps text text, in HTML and in Markdown', () => {
    const html = renderHtml(doc, [doc]);
    expect(html).not.toMatch(/<(script>|img|b>|i>)/);
    expect(html).toContain('<a href="../kinds/field.html#values">the <code>values</code></a> &#38; &#60;i&#62;.');
    const text = renderMarkdown(doc);
    expect(text).toContain('[the `values`](../kinds/field.md#values) & &lt;i>.');
    expect(text).toContain('Says "&lt;script>');
  });
});

function hasId(html: string, id: string): boolean {
  return html.includes(` id="${id.replaceAll('&', '&#38;')}"`);
}
