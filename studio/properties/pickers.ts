import type { KindName } from '../../platform/kinds/kind.ts';
import { componentId, objectOf } from '../draft/element-id.ts';
import { type StudioElement, textOf } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import type { StudioState } from '../state/studio-context.ts';
import type { Option } from '../ui/fields.tsx';

type Reader = (state: StudioState, element: StudioElement) => readonly Option[];

/** Properties that name something, by kind, collection and property: what there is to choose from. */
const PICKERS: Readonly<Record<string, Reader>> = {
  'field references': objects,
  'page object': objects,
  'page pathField': picklists,
  'action stateField': picklists,
  'action from': states,
  'action to': states,
  'action/guards errorDisplayField': fields,
  'validationRule errorDisplayField': fields,
  'object/uniqueKeys fields': fields,
  'role parent': roles,
  'sharingRule object': objects,
  'sharingRule sharedTo.roles': roles,
  'sharingRule sharedTo.rolesAndSubordinates': roles,
  'sharingRule ownedBy.roles': roles,
  'sharingRule ownedBy.rolesAndSubordinates': roles,
  'sharingRule userAttribute.field': fields,
  'sharingRule userAttribute.object': objects,
  'sharingRule userAttribute.userField': attributeFields,
  'sharingRule userAttribute.valueField': attributeFields,
  'data object': objects,
  'data key': fields,
  'scenario/people role': roles,
  'scenario/given object': objects,
  'scenario/steps object': objects,
};

/** True where the property names something that can be chosen from a list. */
export function isPicked(kind: KindName, path: readonly string[], property: string): boolean {
  return Object.hasOwn(PICKERS, keyOf(kind, path, property));
}

/** What a property can name; undefined where it is free text. */
export function choicesOf(state: StudioState, element: StudioElement, property: string): readonly Option[] | undefined {
  return PICKERS[keyOf(element.kind, element.path, property)]?.(state, element);
}

/** The object that conditions and fields of a component speak of. */
export function objectOfElement({ elements }: Pick<StudioState, 'elements'>, element: StudioElement): string {
  const own = objectOf(element.kind, element.component);
  return own ?? textOf(elements.byId.get(componentId(element.kind, element.component)), 'object') ?? '';
}

function keyOf(kind: KindName, path: readonly string[], property: string): string {
  const collections = path.filter((_, index) => index % 2 === 0).map((name) => `/${name}`);
  return `${kind}${collections.join('')} ${property}`;
}

function objects({ elements }: StudioState): readonly Option[] {
  return sorted(
    elements
      .components('object')
      .map((object) => ({ value: object.component, label: labelOf(object.id, elements.byId) })),
  );
}

function roles({ elements }: StudioState): readonly Option[] {
  return sorted(
    elements.components('role').map((role) => ({ value: role.component, label: labelOf(role.id, elements.byId) })),
  );
}

function fields(state: StudioState, element: StudioElement): readonly Option[] {
  return fieldsOf(state, objectOfElement(state, element));
}

function picklists(state: StudioState, element: StudioElement): readonly Option[] {
  const object = objectOfElement(state, element);
  return sorted(
    state.catalog
      .fields(object)
      .filter((field) => field.type === 'Picklist')
      .map((field) => ({ value: field.name, label: field.label })),
  );
}

function states(state: StudioState, element: StudioElement): readonly Option[] {
  const action = state.elements.byId.get(componentId('action', element.component));
  const field = state.catalog.step(objectOfElement(state, element), textOf(action, 'stateField') ?? '');
  return (field?.values ?? []).map(({ value, label }) => ({ value, label }));
}

function attributeFields(state: StudioState, element: StudioElement): readonly Option[] {
  const attribute = element.properties.userAttribute;
  const isGiven = typeof attribute === 'object' && attribute !== null && !Array.isArray(attribute);
  const object = isGiven ? (attribute as { readonly object?: unknown }).object : undefined; // An object that is no list.
  return fieldsOf(state, typeof object === 'string' ? object : '');
}

function fieldsOf({ catalog }: StudioState, object: string): readonly Option[] {
  return sorted(catalog.fields(object).map((field) => ({ value: field.name, label: field.label })));
}

const sorted = (options: Option[]) => options.sort((a, b) => a.label.localeCompare(b.label));
