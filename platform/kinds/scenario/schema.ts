import { type Static, Type } from 'typebox';
import { ApiName, ConditionSchema, closed, FieldPath, type Kind, Label, Order, Text } from '../kind.ts';

/** What a step can do; `STEPS` says what each takes and what can be expected of it. */
export const STEP_KINDS = ['create', 'update', 'delete', 'action', 'find', 'open', 'list', 'query'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Steps, people and given records at most: more would be a program, and no test that anybody reads. */
export const MAX_STEPS = 200;

/** What somebody may do with a field of a record. */
export const FIELD_RIGHTS = ['hidden', 'read', 'edit'] as const;
export type FieldRight = (typeof FIELD_RIGHTS)[number];

/** Local names of people and records. */
const NAME_PATTERN = '^[A-Za-z](?:_?[A-Za-z0-9])*$';
const LocalName = (description: string) => Type.String({ pattern: NAME_PATTERN, maxLength: 43, description });
const Who = (description: string) => Type.String({ minLength: 1, maxLength: 80, description });
const Names = (description: string, item: string) =>
  Type.Optional(Type.Array(LocalName(item), { minItems: 1, uniqueItems: true, description }));
const Clock = (description: string) =>
  Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2})$',
    description,
  });

/** Values by field. A lookup is `{ "ref": … }` or, by an external id, `"Region__r": { "Code__c": "NE" }`. */
const Values = (description: string) =>
  Type.Record(Type.String(), Type.Unknown({ description: VALUE }), { description });
const VALUE =
  'A value; `{ "ref": … }` for a person or record of the scenario, `{ "fact": "$Now" }` for what a global stands for.';

/** What each kind of step does, for those who choose one. */
const STEP_WORDS: Readonly<Record<StepKind, string>> = {
  create: 'Creates a record of `object`, which the name of the step then stands for.',
  update: 'Changes `values` of a `record`.',
  delete: 'Deletes a `record`.',
  action: 'Takes an `action` on a `record`, with its `inputs`.',
  find: 'Finds the only record of `object` for which `where` holds; the name of the step then stands for it.',
  open: 'Opens the page of a `record`.',
  list: 'Opens a list `view` of `object`, perhaps with a `search`.',
  query: 'Asks for all records of `object`, or those for which `where` holds.',
};
const RIGHT_WORDS: Readonly<Record<FieldRight, string>> = {
  hidden: 'Nothing; the field does not exist for the person.',
  read: 'Sees it.',
  edit: 'Sees it and may change it.',
};
const oneOf = <T extends string>(names: readonly T[], words: Readonly<Record<T, string>>, description: string) =>
  Type.Unsafe<T>(
    Type.Union(
      names.map((name) => Type.Literal(name, { description: words[name] })),
      { description },
    ),
  );

const properties = closed({
  label: Label('What must hold, in one sentence.'),
  description: Type.Optional(Text('Why it must.')),
  traces: Type.Optional(
    Type.Array(
      Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: 40, description: 'The id of a requirement.' }),
      {
        minItems: 1,
        uniqueItems: true,
        description: 'Ids of the requirements that it shows, such as "T001"; `formwork test --trace` lists them.',
      },
    ),
  ),
  now: Type.Optional(Clock('The moment at which it begins, with its zone: 2026-03-02T09:00:00Z. Without it, today.')),
  as: Type.Optional(
    Who('Who takes the steps that name nobody: a name among `people`, or the username of a user that a package ships.'),
  ),
});

const person = closed({
  order: Order,
  permissionSets: Type.Optional(
    Type.Array(ApiName('A permission set.'), { uniqueItems: true, description: 'What the person holds.' }),
  ),
  role: Type.Optional(ApiName('The role of the person.')),
  groups: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 80, description: 'Developer name of a public group.' }), {
      uniqueItems: true,
      description: 'Developer names of the public groups that the person belongs to.',
    }),
  ),
  values: Type.Optional(Values('Fields of the user, where the person needs more than a name.')),
});

const given = closed({
  order: Order,
  object: ApiName('Object of the record.'),
  values: Type.Optional(Values('Makes a record with these values; of the rest, defaults hold.')),
  where: Type.Optional(
    ConditionSchema('Instead of making one: the record that is there already. Exactly one must meet this.', 'scenario'),
  ),
  as: Type.Optional(Who('Who makes it, in this person’s own right; without it, the engine does and may set anything.')),
});

const refusal = closed(
  {
    rule: Type.Optional(ApiName('The validation rule that refuses.')),
    guard: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'The guard of the action that refuses.' }),
    ),
    field: Type.Optional(ApiName('The field at which the message stands.')),
    code: Type.Optional(Type.String({ pattern: '^[A-Z][A-Z_]*$', maxLength: 60, description: 'The error code.' })),
    message: Type.Optional(Label('The whole message.')),
  },
  { description: 'One reason: by any of these.' },
);

const found = closed(
  {
    object: ApiName('Object of the records.'),
    where: Type.Optional(ConditionSchema('Which of them; all without it.', 'scenario')),
    count: Type.Optional(Type.Integer({ minimum: 0, description: 'How many there are; 1 without it.' })),
    values: Type.Optional(Values('Values that each of them has, by field path.')),
  },
  { description: 'Records of one object.' },
);

const expectation = closed(
  {
    errors: Type.Optional(
      Type.Array(refusal, {
        minItems: 1,
        description: 'The step is refused, for just these reasons. Without this it must succeed.',
      }),
    ),
    values: Type.Optional(
      Values('Values of the record after the step, by field path: as stored, or for `open` as the person reads them.'),
    ),
    records: Type.Optional(Type.Array(found, { minItems: 1, description: 'Records that there are after the step.' })),
    created: Type.Optional(
      Type.Array(found, { minItems: 1, description: 'Records that the step itself made, such as tasks.' }),
    ),
    seen: Type.Optional(Type.Boolean({ description: 'Whether the person can open the record; true without it.' })),
    editable: Type.Optional(Type.Boolean({ description: 'Whether the person may edit it.' })),
    deletable: Type.Optional(Type.Boolean({ description: 'Whether the person may delete it.' })),
    offers: Names('Actions that the person is offered for it.', 'An action.'),
    withholds: Names('Actions that the person is not offered for it.', 'An action.'),
    fields: Type.Optional(
      Type.Record(Type.String(), oneOf(FIELD_RIGHTS, RIGHT_WORDS, 'The right to the field.'), {
        description: 'What the person may do with fields of it.',
      }),
    ),
    contains: Names('Records that the list or the answer holds.', 'A person or record of this scenario.'),
    lacks: Names('Records that it does not hold.', 'A person or record of this scenario.'),
    count: Type.Optional(Type.Integer({ minimum: 0, description: 'How many records it holds.' })),
  },
  { description: 'What must be so after the step; without it, the step must succeed.' },
);

const step = closed({
  order: Order,
  do: oneOf(STEP_KINDS, STEP_WORDS, 'What the person does.'),
  as: Type.Optional(Who('Who does it, where it is not the scenario’s `as`.')),
  now: Type.Optional(Clock('Sets the clock, for this step and those after it.')),
  object: Type.Optional(ApiName('Object of the record, the list or the record to find.')),
  record: Type.Optional(LocalName('The record: one of `given`, or of an earlier step.')),
  values: Type.Optional(Values('What the person enters.')),
  action: Type.Optional(ApiName('The action that is taken on the record.')),
  inputs: Type.Optional(Values('What the person enters for the action.')),
  where: Type.Optional(
    ConditionSchema('Which records are asked for; to `find` one, just one must meet this.', 'scenario'),
  ),
  select: Type.Optional(
    Type.Array(FieldPath('A field, or a path to one.'), {
      minItems: 1,
      uniqueItems: true,
      description: 'Fields that the query asks for.',
    }),
  ),
  view: Type.Optional(ApiName('The list view that is opened.')),
  search: Type.Optional(Label('Words typed into the search box of the list.')),
  expect: Type.Optional(expectation),
});

export type ScenarioProperties = Static<typeof properties>;
export type PersonProperties = Static<typeof person>;
export type GivenProperties = Static<typeof given>;
export type StepProperties = Static<typeof step>;
export type Expectation = Static<typeof expectation>;
export type Refusal = Static<typeof refusal>;
export type FoundRecords = Static<typeof found>;

export const scenarioKind: Kind = {
  name: 'scenario',
  label: 'Scenario',
  pluralLabel: 'Scenarios',
  description:
    'A test of the metadata: as this person, with these records, do this, expect that. `formwork test` runs it and takes everything back.',
  path: 'scenarios/{name}.json',
  properties,
  collections: {
    people: {
      itemLabel: 'person',
      description: 'Users that are made for it, with what they hold.',
      key: LocalName('How the scenario calls the person.'),
      item: person,
      maxItems: MAX_STEPS,
    },
    given: {
      itemLabel: 'given record',
      description: 'The records that it begins with, in their order.',
      key: LocalName('How the scenario calls the record.'),
      item: given,
      maxItems: MAX_STEPS,
    },
    steps: {
      itemLabel: 'step',
      description: 'What is done, in order, and what is expected of it.',
      key: LocalName('How the scenario calls the step, and the record that it creates or finds.'),
      item: step,
      maxItems: MAX_STEPS,
    },
  },
  isExtendable: false,
};
