import type { Block, Doc, PropertyDoc } from './doc.ts';
import { type Inline, parseInline, relativeLink } from './inline.ts';

/** One page of the reference as Markdown. */
export function renderMarkdown(doc: Doc): string {
  const inline = (text: string) =>
    parseInline(text)
      .map((part) => inlineMarkdown(doc, part))
      .join('');
  const blocks = doc.blocks.map((block) => blockMarkdown(block, inline));
  return `${[`# ${inline(doc.title)}`, inline(doc.summary), ...blocks].join('\n\n')}\n`;
}

type WriteInline = (text: string) => string;

function blockMarkdown(block: Block, inline: WriteInline): string {
  switch (block.kind) {
    case 'heading':
      return `<a id="${block.id}"></a>\n\n${'#'.repeat(block.level)} ${inline(block.text)}`;
    case 'text':
      return inline(block.text);
    case 'list':
      return block.items.map((item) => `- ${inline(item)}`).join('\n');
    case 'code': {
      const lead = block.caption === undefined ? '' : `${inline(block.caption)}\n\n`;
      return `${lead}\`\`\`${block.language}\n${block.code}\n\`\`\``;
    }
    case 'table':
      return tableMarkdown(block, inline);
    case 'properties':
      return propertiesMarkdown(block.items, inline, '').join('\n');
  }
}

function tableMarkdown({ columns, rows }: Block & { readonly kind: 'table' }, inline: WriteInline): string {
  const cell = (text: string) => inline(text).replaceAll('|', '\\|');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map(({ id, cells }) => {
      const [first = '', ...others] = cells.map(cell);
      return line([id === undefined ? first : `<a id="${id}"></a>${first}`, ...others]);
    }),
  ].join('\n');
}

function propertiesMarkdown(items: readonly PropertyDoc[], inline: WriteInline, indent: string): string[] {
  return items.flatMap(({ name, type, isRequired, description, choices = [], shapes = [] }) => [
    `${indent}- \`${name}\`${isRequired ? ' (required)' : ''}${type === '' ? '' : `, ${inline(type)}`}: ${inline(description)}`,
    ...choices.map((each) => `${indent}  - \`${each.value}\`: ${inline(each.description)}`),
    ...shapes.flatMap(({ title, properties }) =>
      title === undefined
        ? propertiesMarkdown(properties, inline, `${indent}  `)
        : [`${indent}  - ${title}:`, ...propertiesMarkdown(properties, inline, `${indent}    `)],
    ),
  ]);
}

/** `<` would begin HTML; nothing else of our texts means anything in Markdown. */
function inlineMarkdown(doc: Doc, part: Inline): string {
  if (part.kind === 'plain') return part.text.replaceAll('<', '&lt;');
  if (part.kind === 'code') return `\`${part.text}\``;
  return `[${part.parts.map((each) => inlineMarkdown(doc, each)).join('')}](${relativeLink(doc.path, part.target, '.md')})`;
}
