import { type Static, Type } from 'typebox';
import { ApiName, closed, type Kind, Label, Order, Text } from '../kind.ts';

const properties = closed({
  label: Label('Name in the app launcher.'),
  description: Type.Optional(Text('What the app is for.')),
  order: Order,
});

const tab = closed({
  order: Order,
  label: Type.Optional(Label('Label of the tab, where the plural of the object does not serve.')),
});

export type AppProperties = Static<typeof properties>;
export type TabProperties = Static<typeof tab>;

export const appKind: Kind = {
  name: 'app',
  label: 'App',
  pluralLabel: 'Apps',
  description: 'A set of tabs for one line of work.',
  path: 'apps/{name}.json',
  properties,
  collections: {
    tabs: {
      itemLabel: 'tab',
      description: 'The objects that the app shows, each under a tab.',
      key: ApiName('An object.'),
      item: tab,
      maxItems: 100,
    },
  },
  isExtendable: true,
};
