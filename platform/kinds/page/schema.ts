import { type Static, Type } from 'typebox';
import {
  ApiName,
  closed,
  FieldPath,
  ItemKey,
  type Kind,
  Label,
  MOST_COLUMNS,
  Order,
  RelationshipName,
} from '../kind.ts';

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
    highlights: {
      itemLabel: 'key fact',
      description: 'The few facts in the header that stays in sight.',
      key: FieldPath('A field, or a path to one.'),
      item: highlight,
      maxItems: 20,
    },
    pathSteps: {
      itemLabel: 'path step',
      description: 'The values that the status path draws, in their order; all active ones where none is named.',
      key: ItemKey('A value of the path field.'),
      item: pathStep,
      maxItems: 50,
    },
    sections: {
      itemLabel: 'section',
      description: 'Groups of fields under a heading, from top to bottom.',
      key: ItemKey('A name for the section, by which others add to it.'),
      item: section,
      isRenamable: true,
      maxItems: 100,
      collections: {
        items: {
          itemLabel: 'field',
          description: 'The fields of the section. A field stands on a page once.',
          key: ApiName('A field of the object.'),
          item,
        },
      },
    },
    relatedLists: {
      itemLabel: 'related list',
      description: 'Lists of the records that point to this one.',
      key: RelationshipName('A child relationship of the object.'),
      item: relatedList,
      maxItems: 50,
      collections: {
        columns: {
          itemLabel: 'column',
          description: 'What the list shows of each record, from left to right.',
          key: FieldPath('A field, or a path to one.'),
          item: column,
          maxItems: MOST_COLUMNS,
        },
      },
    },
  },
  isExtendable: true,
};
