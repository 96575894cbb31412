import { type Block, DOC_GROUPS, type Doc, type PropertyDoc } from './doc.ts';
import { type Html, html } from './html.ts';
import { type Inline, parseInline, plainText, relativeLink } from './inline.ts';

/** One page of the reference as HTML, with the navigation to all others. */
export function renderHtml(doc: Doc, all: readonly Doc[]): string {
  const page: Page = { doc, all, linkTo: (target) => relativeLink(doc.path, target, '.html') };
  return `<!doctype html>\n${documentOf(page).html}\n`;
}

interface Page {
  readonly doc: Doc;
  readonly all: readonly Doc[];
  linkTo(target: string): string;
}

function documentOf(page: Page): Html {
  const { doc, linkTo } = page;
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${plainText(doc.title)} – Formwork reference</title>
<meta name="description" content="${plainText(doc.summary)}">
<link rel="stylesheet" href="${linkTo('assets/design-system.css')}">
<link rel="stylesheet" href="${linkTo('assets/theme.css')}">
<link rel="stylesheet" href="${linkTo('assets/docs.css')}">
<script src="${linkTo('assets/search-index.js')}" defer></script>
<script src="${linkTo('assets/search.js')}" defer></script>
</head>
<body class="ds-base" data-root="${linkTo('index').replace('index.html', '')}">
<a class="skip" href="#content">Skip to the page</a>
<header class="bar">
<p class="bar__title"><a href="${linkTo('index')}">Formwork <span>reference</span></a></p>
<search class="finder" hidden>
<label class="finder__label" for="finder">Search the reference</label>
<input id="finder" class="finder__input" type="search" autocomplete="off" spellcheck="false" aria-describedby="finder-count">
<p id="finder-count" class="finder__count" role="status"></p>
<ul class="finder__results" hidden></ul>
</search>
</header>
<div class="frame">
${navigation(page)}
<main id="content" class="page" tabindex="-1">
${doc.path === 'index' ? html`` : html`<p class="page__group">${doc.group}</p>`}
<h1>${inline(page, doc.title)}</h1>
<p class="page__lead">${inline(page, doc.summary)}</p>
${contents(page)}
${doc.blocks.map((block) => blockHtml(page, block))}
</main>
</div>
</body>
</html>`;
}

/** Open on wide screens by its style; on narrow ones people open it. */
function navigation(page: Page): Html {
  const groups = DOC_GROUPS.map((group) => {
    const docs = page.all.filter((each) => each.group === group && each.path !== 'index');
    return html`<h2>${group}</h2>
<ul>${docs.map((each) => navigationItem(page, each))}</ul>`;
  });
  return html`<nav class="nav" aria-label="Reference">
<details class="nav__details">
<summary>All pages</summary>
<div>${groups}</div>
</details>
<div class="nav__wide">${groups}</div>
</nav>`;
}

function navigationItem({ doc, linkTo }: Page, { path, title }: Doc): Html {
  const current = path === doc.path ? html` aria-current="page"` : html``;
  return html`<li><a href="${linkTo(path)}"${current}>${plainText(title)}</a></li>`;
}

/** What stands on a long page. */
function contents({ doc }: Page): Html {
  const headings = doc.blocks.flatMap((block) => (block.kind === 'heading' && block.level === 2 ? block : []));
  if (headings.length < 3) return html``;
  return html`<nav class="contents" aria-label="On this page">
<ul>${headings.map(({ id, text }) => html`<li><a href="#${encodeURIComponent(id)}">${plainText(text)}</a></li>`)}</ul>
</nav>`;
}

function blockHtml(page: Page, block: Block): Html {
  switch (block.kind) {
    case 'heading':
      return block.level === 2
        ? html`<h2 id="${block.id}">${inline(page, block.text)}</h2>`
        : html`<h3 id="${block.id}">${inline(page, block.text)}</h3>`;
    case 'text':
      return html`<p>${inline(page, block.text)}</p>`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${inline(page, item)}</li>`)}</ul>`;
    case 'code':
      return codeHtml(page, block);
    case 'table':
      return tableHtml(page, block);
    case 'properties':
      return propertiesHtml(page, block.items);
  }
}

/** A box that can be scrolled can be reached with the keyboard, and says what it is. */
function codeHtml(page: Page, { code, language, caption }: Block & { readonly kind: 'code' }): Html {
  const label = caption === undefined ? (language === 'sh' ? 'Command' : 'Example') : plainText(caption);
  const box = html`<pre tabindex="0" role="group" aria-label="${label}"><code>${code}</code></pre>`;
  if (caption === undefined) return box;
  return html`<figure><figcaption>${inline(page, caption)}</figcaption>${box}</figure>`;
}

function tableHtml(page: Page, { caption, columns, rows }: Block & { readonly kind: 'table' }): Html {
  // Narrow screens lay tables out as blocks, which then are tables by their roles alone.
  const head = columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`);
  const body = rows.map(({ id, cells }) => {
    const [first = '', ...others] = cells;
    const anchor = id === undefined ? html`` : html` id="${id}"`;
    const tail = others.map((cell, index) => {
      return html`<td role="cell" data-column="${columns[index + 1]}">${inline(page, cell)}</td>`;
    });
    return html`<tr role="row"${anchor}><th scope="row" role="rowheader">${inline(page, first)}</th>${tail}</tr>`;
  });
  return html`<table role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${body}</tbody></table>`;
}

function propertiesHtml(page: Page, items: readonly PropertyDoc[]): Html {
  return html`<dl class="properties">${items.map((item) => propertyHtml(page, item))}</dl>`;
}

function propertyHtml(
  page: Page,
  { id, name, type, isRequired, description, choices = [], shapes = [] }: PropertyDoc,
): Html {
  const required = isRequired ? html` <span class="required">required</span>` : html``;
  return html`<div id="${id}"><dt><code>${name}</code>${required}</dt>
<dd><p>${inline(page, description)}</p>
${type === '' ? html`` : html`<p class="type">${inline(page, type)}</p>`}
${choices.length === 0 ? html`` : html`<ul>${choices.map((each) => html`<li><code>${each.value}</code>: ${inline(page, each.description)}</li>`)}</ul>`}
${shapes.map(({ title, properties }) => html`${title === undefined ? html`` : html`<p class="shape">${title}</p>`}${propertiesHtml(page, properties)}`)}</dd></div>`;
}

function inline(page: Page, text: string): Html {
  return html`${parseInline(text).map((part) => inlinePart(page, part))}`;
}

function inlinePart(page: Page, part: Inline): Html {
  if (part.kind === 'plain') return html`${part.text}`;
  if (part.kind === 'code') return html`<code>${part.text}</code>`;
  return html`<a href="${page.linkTo(part.target)}">${part.parts.map((each) => inlinePart(page, each))}</a>`;
}
