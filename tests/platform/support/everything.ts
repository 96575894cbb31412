import type { Json } from '../../../platform/json.ts';
import { kindExamples } from '../../../platform/kinds/examples.ts';
import { fileOfComponent } from '../../../platform/kinds/kind-path.ts';
import { EVERY_REFERENCE } from '../layers/every-reference.ts';
import type { TestFiles } from './check-files.ts';
import { FILED_KINDS } from './every-edit.ts';

/** Of each kind something that nothing else names: it can be taken out. */
const LOOSE: TestFiles = {
  'objects/Alone__c/object.json': {
    label: 'Alone',
    pluralLabel: 'Alone',
    nameField: { type: 'Text', label: 'Name' },
    sharing: 'Read',
  },
  'objects/Alone__c/fields/Size__c.json': {
    label: 'Size',
    type: 'Picklist',
    order: 10,
    values: { Large: { label: 'Large', order: 10 }, Small: { label: 'Small', order: 20 } },
  },
  'objects/Loose__c/object.json': {
    label: 'Loose',
    pluralLabel: 'Loose ones',
    nameField: { type: 'Text', label: 'Name' },
    sharing: 'Read',
  },
  'objects/Loose__c/fields/Size__c.json': {
    label: 'Size',
    type: 'Picklist',
    order: 10,
    values: { Large: { label: 'Large', order: 10 }, Small: { label: 'Small', order: 20 } },
  },
  'objects/Loose__c/fields/Weight__c.json': { label: 'Weight', type: 'Number', order: 20, precision: 5, scale: 1 },
  'objects/Loose__c/fields/Note__c.json': { label: 'Note', type: 'LongText', order: 30 },
  'objects/Loose__c/validationRules/Weighed.json': {
    order: 10,
    active: true,
    errorCondition: { fact: 'Weight__c', operator: 'lessThan', value: 0 },
    errorMessage: 'Weigh it again.',
  },
  'objects/Loose__c/actions/Grow.json': {
    label: 'Grow',
    order: 10,
    stateField: 'Size__c',
    from: ['Small'],
    inputs: { Note__c: { order: 10 } },
    sets: { Size__c: { value: 'Large', order: 10 } },
  },
  'apps/Loose.json': { label: 'Loose', order: 100, tabs: { Loose__c: { order: 10 } } },
  'permissionSets/Loose.json': { label: 'Loose', objects: { Loose__c: { read: true } } },
  'roles/Loose.json': { label: 'Loose' },
  'scenarios/Loose.json': {
    label: 'Nobody asks for these',
    people: {
      keeper: { order: 10, permissionSets: ['Keeper'] },
      idle: { order: 20, permissionSets: ['Keeper'] },
    },
    given: {
      northeast: { order: 10, object: 'Region__c', where: { fact: 'Code__c', operator: 'equal', value: 'NE' } },
    },
    steps: { list: { order: 10, do: 'list', as: 'keeper', object: 'Order__c', view: 'All' } },
  },
};

/** A package that has every kind, and names in each whatever can be named. */
export const EVERYTHING: Readonly<Record<string, Json>> = {
  ...Object.fromEntries(
    FILED_KINDS.flatMap((kind) =>
      kindExamples[kind].map(({ component, value }) => [fileOfComponent({ kind, component }), value]),
    ),
  ),
  ...EVERY_REFERENCE,
  ...LOOSE,
};
