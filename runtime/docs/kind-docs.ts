import { problemCodes } from '../../platform/deploy/problem-codes.ts';
import { kindExamples } from '../../platform/kinds/examples.ts';
import { kinds } from '../../platform/kinds/index.ts';
import { type Collection, KIND_NAMES, type Kind, type KindName, MOST_ITEMS } from '../../platform/kinds/kind.ts';
import { fileOfComponent, kindPagePath } from '../../platform/kinds/kind-path.ts';
import { elementId } from '../../platform/packages/element-id.ts';
import { compactJson } from './compact-json.ts';
import { anchorOf, type Block, type Doc, heading, text } from './doc.ts';
import { propertyDocs, typeWords } from './property-docs.ts';
import { referenceWords } from './reference-words.ts';

/** One page per kind, made from its schema, its examples, its references and its problems. */
export function kindDocs(): Doc[] {
  return KIND_NAMES.map((name) => kindDoc(kinds[name]));
}

function kindDoc(kind: Kind): Doc {
  return {
    path: kindPagePath(kind.name),
    title: kind.label,
    group: 'Kinds of metadata',
    summary: kind.description,
    blocks: [
      ...whereFilesLie(kind),
      ...exampleBlocks(kind.name),
      section('Properties'),
      ...propertyBlocks(kind),
      ...collectionBlocks(kind.collections, 2),
      ...referenceBlocks(kind.name),
      ...mergeBlocks(kind),
      ...problemBlocks(kind.name),
    ],
  };
}

function whereFilesLie({ name, path }: Kind): Block[] {
  if (name === 'package')
    return [
      text(
        'Its file is npm’s `package.json`; the field `formwork` makes it a metadata package. npm resolves, publishes and',
        'locks packages.',
      ),
      startBlock('new package @acme/orders'),
    ];
  const isPart = path.includes('{object}');
  const named = isPart ? '`{object}` is the object that it is a part of, `{name}` its name.' : '`{name}` is its name.';
  return [
    text(`Files lie at \`${path}\` of a package; ${named}`),
    startBlock(`new ${name} ${isPart ? 'Invoice__c.' : ''}NAME`),
  ];
}

function startBlock(command: string): Block {
  return { kind: 'code', language: 'sh', code: `npx formwork ${command}`, caption: 'A first file' };
}

function exampleBlocks(kind: KindName): Block[] {
  const examples = kindExamples[kind];
  return [
    section(examples.length === 1 ? 'Example' : 'Examples'),
    ...examples.map(
      ({ component, title, value }): Block => ({
        kind: 'code',
        language: 'json',
        code: compactJson(value),
        caption: `${title}: \`${fileOfComponent({ kind, component })}\``,
      }),
    ),
  ];
}

function propertyBlocks({ name, properties }: Kind): Block[] {
  const more =
    name === 'field'
      ? [text('Which type takes which of them is said at [the field types](field-types).')]
      : name === 'package'
        ? [text('`version` stands where npm has it; the others in the field `formwork`.')]
        : [];
  return [...more, { kind: 'properties', items: propertyDocs(properties) }];
}

function collectionBlocks(collections: Readonly<Record<string, Collection>>, level: 2 | 3, above = ''): Block[] {
  return Object.entries(collections).flatMap(([name, collection]) => {
    const { description, item, itemLabel, maxItems = MOST_ITEMS, collections: inner = {} } = collection;
    const path = above === '' ? name : `${above}.${name}`;
    const most = `At most ${maxItems.toLocaleString('en-US')}.`;
    const properties = propertyDocs(item, `${path}.`);
    return [
      heading(level, `${capital(plural(itemLabel))}: \`${path}\``, path),
      text(`${description} ${keyWords(collection)} ${most}`),
      ...itemBlocks(item, properties, path),
      ...collectionBlocks(inner, 3, path),
    ];
  });
}

function itemBlocks(item: Collection['item'], properties: ReturnType<typeof propertyDocs>, path: string): Block[] {
  if (properties.length > 0) return [{ kind: 'properties', items: properties }];
  const { anyOf = [], patternProperties = {} } = item as Alternatives; // the keywords that our items use
  const [pattern] = Object.values(patternProperties);
  if (pattern?.description) return [text(`Of each record: ${lower(pattern.description)}`)];
  if (anyOf.length === 0) return [text('An item says no more than that it is there: `{}`.')];
  return anyOf.flatMap((branch, index): Block[] => [
    text(index === 0 ? 'Either:' : 'Or:'),
    { kind: 'properties', items: propertyDocs(branch, `${path}.${index + 1}.`) },
  ]);
}

interface Alternatives {
  readonly anyOf?: readonly Collection['item'][];
  readonly patternProperties?: Readonly<Record<string, { readonly description?: string }>>;
}

function keyWords({ itemLabel, key }: Collection): string {
  const { description = '', anyOf } = key as { readonly description?: string; readonly anyOf?: readonly Literal[] }; // JSON Schema
  const words = `The key of a ${itemLabel}: ${lower(description)}`;
  if (anyOf === undefined) return words;
  return `${words} ${anyOf.map((each) => `${typeWords(each as never)}: ${lower(each.description ?? '')}`).join(' ')}`;
}

interface Literal {
  readonly description?: string;
}

function referenceBlocks(kind: KindName): Block[] {
  const { refersTo, referredToBy } = referenceWords(kind);
  const list = (title: string, items: readonly string[]): Block[] =>
    items.length === 0 ? [] : [heading(3, title, `about-${anchorOf(title)}`), { kind: 'list', items }];
  if (refersTo.length + referredToBy.length === 0) return [];
  return [
    section('References'),
    ...list('What it names', refersTo),
    ...list('What names it', referredToBy),
    text('A name that leads nowhere is a problem; removing what is named lists every place that names it.'),
  ];
}

function mergeBlocks({ name, label, collections, isExtendable }: Kind): Block[] {
  if (name === 'package') return [];
  const [example] = kindExamples[name];
  const component = example?.component ?? '';
  const whole = `The ${label.toLowerCase()} itself: \`${elementId({ kind: name, component, path: [] })}\`.`;
  return [
    section('How it merges'),
    text(
      'These are elements: each has one owner, and what an admin changed of it stays when its package is upgraded.',
      'Every property is merged by itself; a condition or a list is one value.',
    ),
    { kind: 'list', items: [whole, ...itemElements(name, component, collections, [])] },
    text('What is renamed says as `id` the name that it had first: it is the same element still, and keeps its data.'),
    text(
      isExtendable
        ? 'A package that depends on its owner may add items with a file of the same path that says `"extends": true`.'
        : 'Other packages cannot add to it.',
    ),
  ];
}

function itemElements(
  kind: KindName,
  component: string,
  collections: Readonly<Record<string, Collection>>,
  above: readonly string[],
): string[] {
  return Object.entries(collections).flatMap(([name, { itemLabel, collections: inner = {} }]) => {
    const path = [...above, name, '…'];
    const id = elementId({ kind, component, path });
    return [`Every ${itemLabel}: \`${id}\`.`, ...itemElements(kind, component, inner, path)];
  });
}

function problemBlocks(kind: KindName): Block[] {
  const rows = Object.entries(problemCodes)
    .filter(([, { kinds: told }]) => told?.includes(kind))
    .map(([code, { means, todo }]) => ({ cells: [`[\`${code}\`](problems#${anchorOf(code)})`, means, todo] }));
  const others = 'Besides the problems that files of every kind may have; see [all of them](problems).';
  if (rows.length === 0) return [section('Problems'), text(`It has no problems of its own. ${others}`)];
  return [
    section('Problems'),
    text(others),
    {
      kind: 'table',
      caption: `Problems of a ${kinds[kind].label.toLowerCase()}`,
      columns: ['Code', 'Means', 'What to do'],
      rows,
    },
  ];
}

/** Its anchor cannot be that of a property, which may have the same name. */
function section(title: string): Block {
  return heading(2, title, `about-${anchorOf(title)}`);
}

function plural(noun: string): string {
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : noun.replace(/(?<![aeiou])y$/, 'ie').concat('s');
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** For use after a colon: names such as `API` keep their letters. */
function lower(words: string): string {
  return /^[A-Z][a-z]|^A /.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}
