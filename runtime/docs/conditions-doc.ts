import { OPERATORS } from '../../platform/expressions/expression.ts';
import { LIST_OPERATORS, operatorsOf, operatorWords } from '../../platform/expressions/operators.ts';
import { FIELD_TYPE_NAMES, type ValueClass } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { globalWords } from '../../platform/kinds/condition-schema.ts';
import { CONDITION_GLOBALS, type ConditionPlace, type GlobalFact } from '../../platform/kinds/condition-scope.ts';
import { compactJson } from './compact-json.ts';
import { type Block, type Doc, heading, text } from './doc.ts';

/** The condition language: shapes, operators per type, globals per place. */
export function conditionsDoc(): Doc {
  return {
    path: 'conditions',
    title: 'Conditions',
    group: 'Languages and formats',
    summary: 'How rules, actions, list views and sharing rules say which records they mean.',
    blocks: [
      text(
        'A condition compares facts with values, and combines comparisons with `all`, `any` and `not`. It gives the same',
        'answer in the browser, on the server and in the database.',
      ),
      { kind: 'code', language: 'json', code: compactJson(EXAMPLE), caption: 'New, and urgent or large' },
      heading(2, 'Shapes'),
      {
        kind: 'list',
        items: [
          '`{ "all": [ … ] }`: every one of the conditions holds.',
          '`{ "any": [ … ] }`: one of them holds.',
          '`{ "not": … }`: the condition does not hold.',
          '`{ "fact": …, "operator": …, "value": … }`: a comparison.',
        ],
      },
      heading(2, 'Facts'),
      text(
        'A fact is a field of the record (`Status__c`), a path to a field of a record that it points to',
        '(`Supplier__r.Name`, over up to five steps), or a global. A `value` may be a fact as well:',
        '`{ "fact": "$User.Id" }`; in scenarios also a person or record of theirs: `{ "ref": "request" }`.',
      ),
      ...globalBlocks(),
      heading(2, 'Operators'),
      ...operatorBlocks(),
      heading(2, 'Blank values'),
      text(
        'A comparison with a blank is false, and `not` of it is true. Ask for blanks with `isBlank`; `equal` and',
        '`notEqual` with `null` mean the same.',
      ),
    ],
  };
}

const EXAMPLE = {
  all: [
    { fact: 'Status__c', operator: 'equal', value: 'New' },
    {
      any: [
        { fact: 'Due__c', operator: 'lessThanInclusive', value: { fact: '$Today' } },
        { fact: 'Amount__c', operator: 'greaterThan', value: 10000 },
      ],
    },
  ],
};

const PLACES: Readonly<Record<ConditionPlace, string>> = {
  validationRule: '[Validation rules](kinds/validation-rule)',
  actionAvailability: '[Actions](kinds/action): when they are offered',
  actionGuard: '[Actions](kinds/action): what refuses them',
  actionSet: '[Actions](kinds/action): what they set',
  listViewFilter: '[List views](kinds/list-view)',
  sharingRule: '[Sharing rules](kinds/sharing-rule)',
  scenario: '[Scenarios](kinds/scenario): which records are meant; a value may be `{ "ref": … }` for one of its own',
};

function globalBlocks(): Block[] {
  const globals = Object.keys(globalWords) as GlobalFact[]; // the keys of a constant
  const places = Object.keys(CONDITION_GLOBALS) as ConditionPlace[]; // the keys of a constant
  return [
    {
      kind: 'table',
      caption: 'Globals',
      columns: ['Written', 'Stands for'],
      rows: globals.map((global) => ({
        cells: [globalWords[global].written.map(code).join(', '), globalWords[global].description],
      })),
    },
    {
      kind: 'table',
      caption: 'Which globals there are where',
      columns: ['Place', 'Globals'],
      rows: places.map((place) => ({
        cells: [
          PLACES[place],
          CONDITION_GLOBALS[place].flatMap((global) => globalWords[global].written.map(code)).join(', '),
        ],
      })),
    },
  ];
}

function operatorBlocks(): Block[] {
  return [
    text(
      'An operator that does not fit the type of its field is a problem. Operators that take a list need at least one',
      'value; `matches` takes a regular expression without back references.',
    ),
    {
      kind: 'table',
      caption: 'Operators and the types of fields that they fit',
      columns: ['Operator', 'Reads', 'Takes', 'Types'],
      rows: OPERATORS.map((operator) => ({
        id: operator,
        cells: [code(operator), `“${operatorWords[operator]}”`, takes(operator), typesOf(operator)],
      })),
    },
  ];
}

function takes(operator: (typeof OPERATORS)[number]): string {
  if (operator === 'isBlank') return '`true` or `false`';
  if (operator === 'matches') return 'a pattern';
  return LIST_OPERATORS.has(operator) ? 'a list' : 'a value or a fact';
}

function typesOf(operator: (typeof OPERATORS)[number]): string {
  const fits = (valueClass: ValueClass) => operatorsOf[valueClass].includes(operator);
  const names = FIELD_TYPE_NAMES.filter((name) => fits(fieldTypes[name].valueClass));
  if (names.length === FIELD_TYPE_NAMES.length) return 'all';
  return names.map((name) => `[\`${name}\`](field-types#${name})`).join(', ');
}

function code(words: string): string {
  return `\`${words}\``;
}
