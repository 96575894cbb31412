import { type Static, Type } from 'typebox';
import { ApiName, closed, FieldPath, ItemKey, type Kind, Label, Order, RelationshipName } from '../kind.ts';

const properties = closed({
  label: Label('Name of the page, for admins.'),
  object: ApiName('The object whose records it shows.'),
  pathField: Type.Optional(ApiName('The picklist that the status path draws.')),
});

const highlight = closed({ order: Order });
const section = closed({
  label: Label('Heading.'),
  order: Order,
  columns: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)], { description: 'Columns on a wide screen.' })),
});
const item = closed({ order: Order });
const relatedList = closed({
  label: Type.Optional(Label('Heading, where the relationship label does not serve.')),
  order: Order,
});
const pathStep = closed({ order: Order });
const column = closed({ order: Order, label: Type.Optional(Label('Heading, where the field label does not serve.')) });

export type PageProperties = Static<typeof properties>;
export type SectionProperties = Static<typeof section>;
export type RelatedListProperties = Static<typeof relatedList>;

export const pageKind: Kind = {
  name: 'page',
  label: 'Record page',
  pluralLabel: 'Record pages',
  description: 'How a record is shown and edited: key facts, status path, sections of fields, related lists.',
  path: 'pages/{name}.json',
  properties,
  collections: {
    highlights: { itemLabel: 'key fact', key: FieldPath('A field, or a path to one.'), item: highlight },
    pathSteps: { itemLabel: 'path step', key: ItemKey, item: pathStep },
    sections: {
      itemLabel: 'section',
      key: ItemKey,
      item: section,
      isRenamable: true,
      collections: { items: { itemLabel: 'field', key: ApiName('A field of the object.'), item } },
    },
    relatedLists: {
      itemLabel: 'related list',
      key: RelationshipName('A child relationship of the object.'),
      item: relatedList,
      collections: { columns: { itemLabel: 'column', key: FieldPath('A field, or a path to one.'), item: column } },
    },
  },
  isExtendable: true,
};
