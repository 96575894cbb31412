import { Button } from '@cmsgov/design-system';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Json, JsonObject } from '../../platform/json.ts';
import { kinds } from '../../platform/kinds/index.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { nameProblem, suggestName } from '../draft/api-name.ts';
import { componentId, itemId, nameOf } from '../draft/element-id.ts';
import { type Elements, newElement, orderOf, textOf } from '../draft/elements.ts';
import { labelOf, mentionElement, propertyLabel } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { elementPath } from '../paths.ts';
import { SchemaForm } from '../properties/SchemaForm.tsx';
import { useStudio } from '../state/studio-context.ts';
import { TextInput } from '../ui/fields.tsx';
import { ReferenceLink, schemaOf } from './component-frame.tsx';
import { FormErrors, type FormProblem } from './FormErrors.tsx';

interface NewComponentProps {
  readonly kind: KindName;
  readonly object: string | undefined;
}

/** A new component of a kind: its properties from the schema, its API name from its label. */
export function NewComponent({ kind, object }: NewComponentProps) {
  const { elements, model, change } = useStudio();
  const navigate = useNavigate();
  const schema = schemaOf(model.schemas, kind, []);
  const [properties, setProperties] = useState<JsonObject>(() => startOf(kind, object, elements));
  const [typed, setTyped] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const label = textOf({ properties }, 'label') ?? '';
  const name = typed ?? suggestName(label, kind === 'object' ? '__c' : '');
  const component = isPart(kind) ? `${object}.${name}` : name;
  const id = componentId(kind, component === '' ? '-' : component);
  const element = newElement(id, properties);
  const { label: kindLabel } = kinds[kind];
  const problems = problemsOf({ kind, object, name, properties, schema, elements });
  // Nothing is wrong before the first attempt; after it, what is put right is seen at once.
  const told = attempt === 0 ? [] : problems;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempt((count) => count + 1);
    if (problems.length > 0) return;
    const edits: Edit[] = [
      { op: 'set', element: id, properties },
      ...extras(kind, element.component, properties, elements),
    ];
    const what = mentionElement(id, new Map([[id, element], ...elements.byId]));
    change({ label: `Add ${what}`, edits });
    navigate(elementPath(id));
  };
  const nameError = told.find((problem) => problem.field === 'name')?.message;
  // What has a label gets its name from it; a rule has none and is named first.
  const hasLabel = Object.hasOwn(kinds[kind].properties.properties, 'label');
  const nameInput = (
    <TextInput
      id="new_name"
      label="API name"
      hint="How rules, reports and programs call it. It cannot change later."
      isRequired
      value={name}
      error={nameError}
      onChange={setTyped}
    />
  );
  return (
    <EditorFrame
      kind={object === undefined ? 'New' : labelOf(`object:${object}`, elements.byId)}
      title={`New ${kindLabel.toLowerCase()}`}
    >
      <form className="st-new" onSubmit={submit} noValidate data-own-undo="">
        <p className="st-hint">
          {kinds[kind].description} <ReferenceLink kind={kind} />
        </p>
        <FormErrors attempt={attempt} problems={told} idPrefix="new" />
        {!hasLabel && nameInput}
        <SchemaForm
          element={element}
          schema={schema}
          hidden={object !== undefined ? ['object', 'order'] : ['order']}
          idPrefix="new"
          onChange={(property, value) => setProperties((now) => withProperty(now, property, value))}
        />
        {hasLabel && nameInput}
        <Button type="submit" variation="solid">
          Add {kindLabel.toLowerCase()}
        </Button>
      </form>
    </EditorFrame>
  );
}

/** Parts of an object have its name before theirs. */
const isPart = (kind: KindName) => kinds[kind].path.includes('{object}');

function startOf(kind: KindName, object: string | undefined, elements: Elements): JsonObject {
  const siblings = object !== undefined && isPart(kind) ? elements.partsOf(object, kind) : elements.components(kind);
  const needsOrder = Object.hasOwn(kinds[kind].properties.properties, 'order');
  return {
    ...(needsOrder && { order: Math.max(0, ...siblings.map(orderOf)) + 10 }),
    ...(kind === 'validationRule' && { active: true }),
    ...(kind === 'page' && object !== undefined && { object, label: labelOf(`object:${object}`, elements.byId) }),
  };
}

interface Candidate extends NewComponentProps {
  readonly name: string;
  readonly properties: JsonObject;
  readonly schema: JsonObject;
  readonly elements: Elements;
}

function problemsOf({ kind, object, name, properties, schema, elements }: Candidate): readonly FormProblem[] {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required
    .filter((property) => properties[property] === undefined)
    .map((property) => ({ field: property, message: `${propertyLabel(property)}: this is needed.` }));
  const siblings = isPart(kind) && object !== undefined ? elements.partsOf(object, kind) : elements.components(kind);
  const wrong = nameProblem(
    name,
    siblings.map((one) => nameOf(one.component)),
  );
  return wrong === undefined ? missing : [...missing, { field: 'name', message: wrong }];
}

/** What a new component is no use without: columns of a view, a section of a page, a view and page of an object. */
function extras(kind: KindName, component: string, properties: JsonObject, elements: Elements): Edit[] {
  const id = componentId(kind, component);
  if (kind === 'listView') return [nameColumn(id)];
  if (kind === 'page') return pageExtras(id, String(properties.object), elements);
  if (kind !== 'object') return [];
  const view = componentId('listView', `${component}.All`);
  const page = componentId('page', component.replace(/__c$/, ''));
  return [
    { op: 'set', element: view, properties: { label: `All ${String(properties.pluralLabel)}`, order: 10 } },
    nameColumn(view),
    { op: 'set', element: page, properties: { label: String(properties.label), object: component } },
    ...pageExtras(page, component, elements),
  ];
}

const nameColumn = (view: string): Edit => ({
  op: 'set',
  element: itemId(view, 'columns', 'Name'),
  properties: { order: 10 },
});

function pageExtras(page: string, object: string, elements: Elements): Edit[] {
  const section = itemId(page, 'sections', 'details');
  const fields = ['Name', ...elements.partsOf(object, 'field').map((field) => nameOf(field.component))];
  return [
    { op: 'set', element: section, properties: { label: 'Details', order: 10 } },
    ...fields.map(
      (field, index): Edit => ({
        op: 'set',
        element: itemId(section, 'items', field),
        properties: { order: (index + 1) * 10 },
      }),
    ),
  ];
}

function withProperty(properties: JsonObject, name: string, value: Json | undefined): JsonObject {
  const { [name]: _, ...rest } = properties;
  return value === undefined || value === '' || value === null ? rest : { ...rest, [name]: value };
}
