import { CONDITION_GLOBALS, type ConditionPlace as PlaceName } from '../../platform/kinds/condition-scope.ts';
import type { Place } from '../conditions/facts.ts';
import type { StudioElement } from '../draft/elements.ts';
import type { StudioState } from '../state/studio-context.ts';
import { objectOfElement } from './pickers.ts';

interface ConditionPlace {
  readonly place: Place;
  /** How the sentence begins. */
  readonly lead: string;
  /** What having no condition means. */
  readonly blank: string;
}

/** Of which records a condition speaks, what else it may name there, and what it decides. */
export function conditionPlace(
  state: Pick<StudioState, 'elements'>,
  element: StudioElement,
  property: string,
): ConditionPlace {
  const name = placeName(element, property);
  const isAttribute = property === 'userAttribute.where';
  const object = isAttribute ? attributeObject(element) : objectOfElement(state, element);
  const isQuery = name === 'listViewFilter' || name === 'sharingRule' || name === 'scenario';
  return { place: { object, globals: CONDITION_GLOBALS[name], isQuery }, ...(isAttribute ? ATTRIBUTE : WORDS[name]) };
}

function placeName({ kind, path }: StudioElement, property: string): PlaceName {
  if (kind === 'validationRule') return 'validationRule';
  if (kind === 'listView') return 'listViewFilter';
  if (kind === 'action') return path.length > 0 || property !== 'availableWhen' ? 'actionGuard' : 'actionAvailability';
  if (kind === 'scenario') return 'scenario';
  return 'sharingRule';
}

type Words = Pick<ConditionPlace, 'lead' | 'blank'>;

const WORDS: Readonly<Record<PlaceName, Words>> = {
  validationRule: {
    lead: 'A record is refused when',
    blank: 'Add a condition: a record that meets it is refused.',
  },
  actionAvailability: {
    lead: 'The action is offered when',
    blank: 'The action is offered to everyone who may take it.',
  },
  actionGuard: { lead: 'The action is refused when', blank: 'Add a condition: the action is refused when it holds.' },
  actionSet: { lead: 'It is set when', blank: 'It is always set.' },
  listViewFilter: { lead: 'Shows records where', blank: 'Shows every record that the person may see.' },
  sharingRule: { lead: 'Shares records where', blank: 'Shares all records of the object.' },
  scenario: { lead: 'Means the record where', blank: 'Means every record.' },
};
const ATTRIBUTE: Words = { lead: 'Counts records where', blank: 'Counts all of them.' };

function attributeObject(element: StudioElement): string {
  const attribute = element.properties.userAttribute;
  if (typeof attribute !== 'object' || attribute === null || Array.isArray(attribute)) return '';
  const { object } = attribute as { readonly object?: unknown }; // An object that is no list.
  return typeof object === 'string' ? object : '';
}
