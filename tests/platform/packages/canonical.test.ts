import { describe, expect, it } from 'vitest';
import { kinds } from '../../../platform/kinds/index.ts';
import { type Collection, KIND_NAMES } from '../../../platform/kinds/kind.ts';
import { canonicalText } from '../../../platform/packages/canonical.ts';
import { checkCanonical, planFormat } from '../../../platform/packages/check-canonical.ts';

describe('the canonical form', () => {
  it('has what something was called first, then properties as its schema, then items by order and key', () => {
    const value = {
      values: { 10: { order: 20, label: 'Ten' }, 2: { label: 'Two', order: 20 }, 'ü/b': { order: 1, label: 'Ü' } },
      required: true,
      order: 10,
      type: 'Picklist',
      id: 'Size__c',
      label: 'Größe',
    };
    expect(canonicalText('objects/Tool__c/fields/Scale__c.json', value)).toBe(`{
  "id": "Size__c",
  "label": "Größe",
  "type": "Picklist",
  "order": 10,
  "required": true,
  "values": {
    "ü/b": {
      "label": "Ü",
      "order": 1
    },
    "10": {
      "label": "Ten",
      "order": 20
    },
    "2": {
      "label": "Two",
      "order": 20
    }
  }
}
`);
  });

  it('keeps the order of lists, and gives conditions and what no schema names one of their own', () => {
    const value = {
      stray: { b: [2, 1], a: {} },
      columns: {},
      sort: [{ direction: 'desc', field: 'Name' }],
      filter: { any: [{ value: ['b', 'a'], operator: 'in', fact: 'Name' }] },
      order: 1,
      label: 'All',
    };
    expect(canonicalText('objects/Tool__c/listViews/All.json', value)).toBe(`{
  "label": "All",
  "order": 1,
  "filter": {
    "any": [
      {
        "fact": "Name",
        "operator": "in",
        "value": [
          "b",
          "a"
        ]
      }
    ]
  },
  "sort": [
    {
      "field": "Name",
      "direction": "desc"
    }
  ],
  "stray": {
    "a": {},
    "b": [
      2,
      1
    ]
  },
  "columns": {}
}
`);
  });

  it('leaves npm’s fields of a manifest to npm, and sorts its dependencies as npm does', () => {
    const manifest = {
      formwork: { description: 'All tools.', label: 'Tools' },
      scripts: { test: 'true', build: 'true' },
      dependencies: { '@b/b': '^1.0.0', '@a/a': '*' },
      private: true,
      version: '1.0.0',
      name: '@acme/tools',
    };
    expect(canonicalText('package.json', manifest)).toBe(
      `${JSON.stringify(
        {
          name: '@acme/tools',
          version: '1.0.0',
          scripts: { test: 'true', build: 'true' },
          private: true,
          dependencies: { '@a/a': '*', '@b/b': '^1.0.0' },
          formwork: { label: 'Tools', description: 'All tools.' },
        },
        null,
        2,
      )}\n`,
    );
  });

  it('is none of files that hold no metadata', () => {
    expect(canonicalText('README.json', {})).toBeUndefined();
  });
});

describe('a file that is not canonical', () => {
  const path = 'roles/Boss.json';
  const canonical = '{\n  "label": "Boss",\n  "description": "Above all"\n}\n';
  const check = (text: string) => checkCanonical({ texts: new Map([[path, text]]), shownAs: 'tools' });

  it.each([
    ['keys in another order', '{\n  "description": "Above all",\n  "label": "Boss"\n}\n', 2],
    ['a byte order mark', `\uFEFF${canonical}`, 1],
    ['Windows line endings', canonical.replaceAll('\n', '\r\n'), 1],
    ['tabs', canonical.replaceAll('  ', '\t'), 2],
    ['no line at the end', canonical.trimEnd(), 4],
    ['a line more at the end', `${canonical}\n`, 6],
    ['escaped letters', canonical.replace('"Boss"', '"\\u0042oss"'), 2],
  ])('for %s is warned of at the line where it begins, and put right', (_, text, line) => {
    expect(check(text)).toMatchObject([
      { code: 'NOT_CANONICAL', severity: 'warning', file: 'tools/roles/Boss.json', line, column: 1 },
    ]);
    expect(planFormat({ texts: new Map([[path, text]]) })).toEqual([{ path, before: text, after: canonical }]);
  });

  it('is left alone where it is no sound JSON, or says something twice', () => {
    expect(check('{ "label": "Boss", }')).toEqual([]);
    expect(check('{ "label": "Boss", "label": "Chief" }')).toEqual([]);
    expect(check('[]')).toEqual([]);
    expect(check(canonical)).toEqual([]);
  });
});

/** Sets: rights and records, and values that an action sets all at once. In files they stand by name. */
const UNORDERED = [
  'action/sets',
  'data/records',
  'permissionSet/actions',
  'permissionSet/apps',
  'permissionSet/fields',
  'permissionSet/objects',
  'permissionSet/system',
];

describe('the kinds', () => {
  const all = KIND_NAMES.flatMap((kind) => collectionsOf(kinds[kind].collections, kind));

  it('have an explicit sort key in every item of every collection that has an order', () => {
    const withoutKey = all.filter(({ collection }) => !collection.item.required?.includes('order'));
    expect(withoutKey.map(({ place }) => place).sort()).toEqual(UNORDERED);
  });

  it('let no item that holds others be without properties: in an extension it only leads to them', () => {
    const bare = all.filter(({ collection }) => collection.collections && !collection.item.required?.length);
    expect(bare.map(({ place }) => place)).toEqual([]);
  });
});

interface Placed {
  readonly place: string;
  readonly collection: Collection;
}

function collectionsOf(collections: Readonly<Record<string, Collection>>, above: string): Placed[] {
  return Object.entries(collections).flatMap(([name, collection]) => [
    { place: `${above}/${name}`, collection },
    ...collectionsOf(collection.collections ?? {}, `${above}/${name}`),
  ]);
}
