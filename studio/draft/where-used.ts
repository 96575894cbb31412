import type { Json } from '../../platform/json.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import type { Catalog } from './catalog.ts';
import { comparisonsOf, factOf } from './conditions.ts';
import { componentId, isWithin, itemId, objectOf } from './element-id.ts';
import { type Elements, type StudioElement, textOf } from './elements.ts';

/** One place that names an element. */
export interface Use {
  /** The element that names it. */
  readonly from: ElementId;
  readonly target: ElementId;
  /** What the target is there, e.g. "in the condition". */
  readonly how: string;
  /** True where the place is there for the target alone, such as a column: it can go together with it. */
  readonly isItem: boolean;
}

/** Every place that names the element or something below it, apart from its own component's parts. */
export function whereUsed(uses: readonly Use[], target: ElementId): readonly Use[] {
  const seen = new Set<string>();
  return uses.filter((use) => {
    if (!isWithin(use.target, target) || isWithin(use.from, target)) return false;
    const key = `${use.from} ${use.how}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Everything that names something else. Made once per state of the draft. */
export function findUses(elements: Elements, catalog: Catalog): readonly Use[] {
  return [...elements.byId.values()].flatMap((element) => {
    const collect: Use[] = [];
    const scope: Scope = {
      catalog,
      elements,
      add: (target, how) => {
        if (target !== undefined) collect.push({ from: element.id, target, how, isItem: ITEM_WORDS.has(how) });
      },
    };
    readers[element.kind](element, scope);
    return collect;
  });
}

interface Scope {
  readonly catalog: Catalog;
  readonly elements: Elements;
  add(target: ElementId | undefined, how: string): void;
}

/** What an item of a collection is that only names its target. */
const ITEM_WORDS: ReadonlySet<string> = new Set([
  'a tab',
  'access to it',
  'may be taken',
  'may be opened',
  'an input',
  'set by it',
  'a column',
  'a key fact',
  'a step of the path',
  'shown on the page',
  'a related list',
  'a column of a related list',
]);

/** What each kind may name. A new kind does not compile until it says so. */
const readers: Record<KindName, (element: StudioElement, scope: Scope) => void> = {
  package: () => {},
  object: readObject,
  field: readField,
  validationRule: readRule,
  action: readAction,
  listView: readListView,
  page: readPage,
  app: ({ path }, { add }) => addNamed(add, 'object', path[1], 'a tab'),
  permissionSet: readPermissionSet,
  role: (element, { add }) => addNamed(add, 'role', element.properties.parent, 'the role above'),
  sharingRule: readSharingRule,
  data: readData,
};

function readObject({ component, properties }: StudioElement, { add }: Scope): void {
  for (const field of textsOf(properties.fields)) add(fieldId(component, field), 'part of a unique key');
}

function readField(element: StudioElement, { add }: Scope): void {
  if (element.path.length > 0) return;
  addNamed(add, 'object', element.properties.references, 'what it points to');
  const chosen = textOf(element, 'default');
  if (chosen !== undefined && !isTextType(element)) add(itemId(element.id, 'values', chosen), 'the default');
}

function readRule({ component, properties }: StudioElement, scope: Scope): void {
  const object = ownerOf('validationRule', component);
  readCondition(properties.errorCondition, object, scope, 'in the condition');
  addField(scope, object, properties.errorDisplayField, 'where the message stands');
}

function readAction(element: StudioElement, scope: Scope): void {
  const { path, properties } = element;
  const object = ownerOf('action', element.component);
  const [collection, key] = path;
  if (collection === undefined) {
    addField(scope, object, properties.stateField, 'the state it moves');
    const state = textOf(element, 'stateField');
    const values = [...textsOf(properties.from), ...textsOf([properties.to ?? null])];
    if (state !== undefined)
      for (const value of values) scope.add(valueId(object, state, value), 'a state of the action');
    readCondition(properties.availableWhen, object, scope, 'when it is available');
  } else if (collection === 'inputs') addField(scope, object, key ?? '', 'an input');
  else if (collection === 'sets') readSet(element, object, scope);
  else {
    readCondition(properties.errorCondition, object, scope, 'in a guard');
    addField(scope, object, properties.errorDisplayField, 'where a message stands');
  }
}

function readSet({ path, properties }: StudioElement, object: string, scope: Scope): void {
  const field = path[1] ?? '';
  addField(scope, object, field, 'set by it');
  addFact(properties.fact, object, scope, 'the value it sets');
  if (typeof properties.value === 'string') scope.add(valueId(object, field, properties.value), 'the value it sets');
}

function readListView({ component, path, properties }: StudioElement, scope: Scope): void {
  const object = ownerOf('listView', component);
  if (path[1] !== undefined) addPath(scope, object, path[1], 'a column');
  readCondition(properties.filter, object, scope, 'in the filter');
  if (!Array.isArray(properties.sort)) return;
  for (const sort of properties.sort)
    addPath(scope, object, (sort as { field?: Json } | null)?.field, 'in the sort order');
}

function readPage(element: StudioElement, scope: Scope): void {
  const page = scope.elements.byId.get(componentId('page', element.component));
  const object = textOf(page, 'object') ?? '';
  const [collection, key = '', inner, innerKey = ''] = element.path;
  if (collection === undefined) {
    addNamed(scope.add, 'object', object, 'whose records it shows');
    addField(scope, object, element.properties.pathField, 'the status path');
  } else if (collection === 'highlights') addPath(scope, object, key, 'a key fact');
  else if (collection === 'pathSteps')
    scope.add(valueId(object, textOf(page, 'pathField') ?? '', key), 'a step of the path');
  else if (collection === 'sections' && inner === 'items') addField(scope, object, innerKey, 'shown on the page');
  else if (collection === 'relatedLists') {
    const child = scope.catalog.child(object, key);
    if (!child) return;
    if (inner === undefined) scope.add(fieldId(child.object, child.field), 'a related list');
    else addPath(scope, child.object, innerKey, 'a column of a related list');
  }
}

function readPermissionSet({ path }: StudioElement, { add }: Scope): void {
  const [collection, key = ''] = path;
  if (collection === 'objects') add(componentId('object', key), 'access to it');
  if (collection === 'fields') add(componentId('field', key), 'access to it');
  if (collection === 'actions') add(componentId('action', key), 'may be taken');
  if (collection === 'apps') add(componentId('app', key), 'may be opened');
}

function readSharingRule(element: StudioElement, scope: Scope): void {
  const { properties } = element;
  const object = textOf(element, 'object') ?? '';
  addNamed(scope.add, 'object', object, 'whose records it shares');
  readCondition(properties.criteria, object, scope, 'in the criteria');
  for (const people of [properties.sharedTo, properties.ownedBy]) {
    if (!isObject(people)) continue;
    for (const role of [...textsOf(people.roles), ...textsOf(people.rolesAndSubordinates)])
      scope.add(componentId('role', role), 'who it is about');
  }
  const attribute = properties.userAttribute;
  if (!isObject(attribute)) return;
  const other = typeof attribute.object === 'string' ? attribute.object : '';
  addField(scope, object, attribute.field, 'matched with what the person has');
  addNamed(scope.add, 'object', other, 'gives people what they have');
  for (const field of [attribute.userField, attribute.valueField])
    addField(scope, other, field, 'gives people what they have');
  readCondition(attribute.where, other, scope, 'which records count');
}

function readData(element: StudioElement, scope: Scope): void {
  const component = scope.elements.byId.get(componentId('data', element.component));
  const object = textOf(component, 'object') ?? '';
  if (element.path.length === 0) {
    addNamed(scope.add, 'object', object, 'the records');
    addField(scope, object, element.properties.key, 'the key of the records');
    return;
  }
  for (const [field, value] of Object.entries(element.properties)) {
    addPath(scope, object, field, 'a value of a record');
    if (typeof value === 'string') scope.add(valueId(object, field, value), 'a value of a record');
  }
}

function readCondition(condition: Json | undefined, object: string, scope: Scope, how: string): void {
  for (const { fact, value } of comparisonsOf(condition)) {
    addFact(fact, object, scope, how);
    const other = factOf(value);
    if (other !== undefined) addFact(other, object, scope, how);
    const found = scope.catalog.resolve(object, withoutPrior(fact));
    if (!found || (found.type !== 'Picklist' && found.type !== 'MultiPicklist')) continue;
    for (const choice of textsOf(Array.isArray(value) ? value : [value]))
      scope.add(valueId(found.object, found.name, choice), how);
  }
}

function addFact(fact: Json | undefined, object: string, scope: Scope, how: string): void {
  if (typeof fact !== 'string') return;
  if (fact.startsWith('$Count.')) {
    const child = scope.catalog.child(object, fact.slice('$Count.'.length));
    if (child) scope.add(fieldId(child.object, child.field), how);
  } else if (fact.startsWith('$User.')) addPath(scope, 'User', fact.slice('$User.'.length), how);
  else if (!fact.startsWith('$') || fact.startsWith('$Prior.')) addPath(scope, object, withoutPrior(fact), how);
}

/** Every step of a path is used: the lookups on the way and the field at its end. */
function addPath(scope: Scope, object: string, path: Json | undefined, how: string): void {
  if (typeof path !== 'string') return;
  let at = object;
  for (const step of path.split('.')) {
    const field = scope.catalog.step(at, step);
    scope.add(fieldId(at, field?.name ?? step), how);
    if (!field?.references) return;
    at = field.references;
  }
}

function addField(scope: Scope, object: string, field: Json | undefined, how: string): void {
  if (typeof field === 'string' && field !== '') scope.add(fieldId(object, field), how);
}

function addNamed(add: Scope['add'], kind: KindName, name: Json | undefined, how: string): void {
  if (typeof name === 'string' && name !== '') add(componentId(kind, name), how);
}

const fieldId = (object: string, field: string) => componentId('field', `${object}.${field}`);
const valueId = (object: string, field: string, value: string) => itemId(fieldId(object, field), 'values', value);
const ownerOf = (kind: KindName, component: string) => objectOf(kind, component) ?? component;
const withoutPrior = (fact: string) => (fact.startsWith('$Prior.') ? fact.slice('$Prior.'.length) : fact);
const isTextType = (field: StudioElement) => !['Picklist', 'MultiPicklist'].includes(textOf(field, 'type') ?? '');
const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textsOf(value: Json | readonly Json[] | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
