import type { KindName } from '../kinds/kind.ts';
import type { Element } from '../packages/element.ts';
import {
  allows,
  behaviour,
  chosenUnasked,
  contract,
  digits,
  fallback,
  grants,
  grantsUnlessOff,
  nameField,
  narrows,
  ordered,
  type PropertyRule,
  restricts,
  restrictsByPresence,
  size,
  type Verdict,
  words,
} from './change-rules.ts';

/** What each change of one sort of element asks of the next version. */
export interface ElementClass {
  /** A new one, on something that was there before. What is new on something new is never more than minor. */
  readonly added: (element: Element) => Verdict;
  readonly removed: Verdict;
  readonly properties: Readonly<Record<string, PropertyRule>>;
  /** Of elements whose properties are the author's to name. */
  readonly anyProperty?: PropertyRule;
  readonly items?: Readonly<Record<string, ElementClass>>;
}

const MINOR: Verdict = { level: 'minor' };
const GONE: Verdict = { level: 'major', because: 'what names it, or reaches it, finds it no more' };
const TAKEN_AWAY: Verdict = { level: 'major', because: 'who had it has it no more' };

/** An element that takes nothing away by being there. */
const plain = (properties: ElementClass['properties'], more: Partial<ElementClass> = {}): ElementClass => ({
  added: () => MINOR,
  removed: GONE,
  properties,
  ...more,
});

/** What people merely see in a place; nothing can name it. */
const placed: ElementClass = plain({ order: words }, { removed: MINOR });
const column: ElementClass = plain({ order: words, label: words }, { removed: MINOR });
const granted: ElementClass = plain({}, { removed: TAKEN_AWAY });

const test: ElementClass = plain(
  {},
  { added: () => ({ level: 'patch' }), removed: { level: 'patch' }, anyProperty: words },
);

const right = grants('who had it has it no more');

const REFUSES = 'what was saved before may be refused';
const LEFT_OUT = 'it is required, and who leaves it out is refused';
const sets = contract('the action leaves other values');

/** The classes of all kinds; a property that is missing here counts as one that others rely on. */
export const changeClasses: Readonly<Record<KindName, ElementClass>> = {
  package: plain({ version: words, label: words, description: words }),

  object: plain(
    {
      label: words,
      pluralLabel: words,
      description: words,
      nameField,
      sharing: ordered(['Private', 'Read', 'ReadWrite'], 'people lose records, or get them otherwise'),
    },
    {
      items: {
        uniqueKeys: {
          added: () => ({ level: 'major', because: REFUSES }),
          removed: GONE,
          properties: { order: words, fields: contract(REFUSES), message: words },
        },
      },
    },
  ),

  field: {
    added: ({ properties }) =>
      properties.required === true && properties.default === undefined
        ? { level: 'major', because: 'it is required, and records are saved without it until now' }
        : MINOR,
    removed: GONE,
    properties: {
      label: words,
      type: contract('values are read and written otherwise'),
      order: words,
      description: words,
      help: words,
      required: restricts(REFUSES),
      unique: restricts(REFUSES),
      externalId: grants('records are found by it no more'),
      default: fallback(LEFT_OUT),
      onlyActions: restrictsByPresence('who writes it is refused'),
      length: size,
      precision: digits,
      scale: digits,
      format: behaviour,
      references: contract('it points to other records'),
      childRelationship: contract('queries name it'),
      childLabel: words,
      onDelete: contract('deletes are refused that were not, or clear what they did not'),
    },
    items: {
      values: plain({
        label: words,
        order: words,
        active: grantsUnlessOff('it cannot be chosen any more'),
        default: chosenUnasked(LEFT_OUT),
      }),
    },
  },

  validationRule: {
    added: ({ properties }) => (properties.active === false ? MINOR : { level: 'major', because: REFUSES }),
    removed: GONE,
    properties: {
      description: words,
      order: words,
      active: restricts(REFUSES),
      errorCondition: contract('another condition may refuse more'),
      errorMessage: words,
      errorDisplayField: words,
    },
  },

  action: plain(
    {
      label: words,
      description: words,
      order: words,
      stateField: contract('it moves another field'),
      from: allows('it is not offered any more where it was'),
      to: contract('it leads elsewhere'),
      availableWhen: narrows('it may not be offered any more where it was'),
      emphasis: words,
    },
    {
      items: {
        inputs: {
          added: ({ properties }) =>
            properties.required === true
              ? { level: 'major', because: 'who takes the action without it is refused' }
              : MINOR,
          removed: GONE,
          properties: {
            order: words,
            required: restricts('who takes the action without it is refused'),
            message: words,
            help: words,
          },
        },
        sets: {
          added: () => ({ level: 'major', because: 'the action leaves other values' }),
          removed: { level: 'major', because: 'the action leaves other values' },
          properties: { value: sets, fact: sets, order: words },
        },
        guards: {
          added: () => ({ level: 'major', because: 'the action may be refused where it was not' }),
          removed: GONE,
          properties: {
            order: words,
            errorCondition: contract('another condition may refuse more'),
            errorMessage: words,
            errorDisplayField: words,
          },
        },
      },
    },
  ),

  listView: plain(
    { label: words, description: words, order: words, filter: behaviour, sort: words },
    { items: { columns: column } },
  ),

  page: plain(
    { label: words, object: contract('it shows other records'), pathField: behaviour },
    {
      items: {
        highlights: placed,
        pathSteps: placed,
        sections: plain({ label: words, order: words, columns: words }, { items: { items: placed } }),
        relatedLists: plain({ label: words, order: words }, { items: { columns: column } }),
      },
    },
  ),

  app: plain(
    { label: words, description: words, order: words },
    { items: { tabs: plain({ order: words, label: words }) } },
  ),

  permissionSet: plain(
    { label: words, description: words },
    {
      items: {
        system: granted,
        apps: granted,
        objects: {
          ...granted,
          properties: { read: right, create: right, edit: right, delete: right, viewAll: right, modifyAll: right },
        },
        fields: { ...granted, properties: { read: right, edit: right } },
        actions: granted,
      },
    },
  ),

  role: plain({ label: words, description: words, parent: contract('other people stand above') }),

  sharingRule: plain(
    {
      label: words,
      description: words,
      object: contract('other records are shared'),
      access: ordered(['Read', 'Edit'], 'people may edit no more'),
      sharedTo: contract('people may lose records'),
      ownedBy: narrows('records may not be shared any more'),
      criteria: narrows('records may not be shared any more'),
      userAttribute: narrows('records may not be shared any more'),
    },
    { removed: TAKEN_AWAY },
  ),

  data: plain(
    {
      object: contract('records are of another object'),
      key: contract('records are found by another field'),
      order: words,
    },
    { items: { records: plain({}, { anyProperty: behaviour }) } },
  ),

  /** Tests tell authors what holds; nobody relies on them. */
  scenario: {
    ...test,
    properties: { label: words, description: words, traces: words, now: words, as: words },
    items: { people: test, given: test, steps: test },
  },
};
