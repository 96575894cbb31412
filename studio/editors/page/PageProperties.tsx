import { Link } from 'react-router';
import type { ElementId } from '../../../platform/packages/element.ts';
import { addressOf } from '../../draft/element-id.ts';
import type { StudioElement } from '../../draft/elements.ts';
import { capital, itemLabelOf } from '../../draft/words.ts';
import { elementPath } from '../../paths.ts';
import { ElementOrigin } from '../../properties/Origin.tsx';
import { PropertyForm } from '../../properties/PropertyForm.tsx';
import { listOf } from '../../sortable/drag-lists.ts';
import { useStudio } from '../../state/studio-context.ts';
import { SelectInput } from '../../ui/fields.tsx';
import { CollectionEditor } from '../CollectionEditor.tsx';
import { ComponentHeading, schemaOf } from '../component-frame.tsx';
import { usePageState } from './page-state.ts';

/** Properties of what is selected on the canvas; of the page while nothing is. */
export function PageProperties() {
  const { elements, model } = useStudio();
  const { page, selected } = usePageState();
  const part = selected === undefined ? undefined : elements.byId.get(selected);
  if (part) return <PartProperties part={part} />;
  return (
    <>
      <ComponentHeading>Page</ComponentHeading>
      <PropertyForm element={page} schema={schemaOf(model.schemas, 'page', [])} hidden={['object']} />
      {page.properties.pathField !== undefined && <CollectionEditor parent={page} collection="pathSteps" />}
      <p className="st-hint">Select a part of the page to see its properties.</p>
    </>
  );
}

function PartProperties({ part }: { readonly part: StudioElement }) {
  const { model } = useStudio();
  const { select, labelOf } = usePageState();
  const { kind, path } = addressOf(part.id);
  const collections = path.filter((_, index) => index % 2 === 0);
  const schema = schemaOf(model.schemas, kind, collections);
  const hasOwn = Object.keys(schema.properties ?? {}).some((name) => name !== 'order');
  const isField = collections.at(-1) === 'items';
  return (
    <>
      <ComponentHeading>{`${capital(itemLabelOf(kind, path))} ${labelOf(part.id)}`}</ComponentHeading>
      <p className="st-canvas__details">
        <ElementOrigin element={part} />
      </p>
      {hasOwn && <PropertyForm element={part} schema={schema} hidden={['order']} />}
      {collections.at(-1) === 'relatedLists' && <CollectionEditor parent={part} collection="columns" />}
      {isField && <FieldPlace id={part.id} />}
      <button type="button" className="st-link-button" onClick={() => select(undefined)}>
        Show the page’s properties
      </button>
    </>
  );
}

/** Moves a field to another section without dragging, and leads to the field itself. */
function FieldPlace({ id }: { readonly id: ElementId }) {
  const { catalog } = useStudio();
  const { lists, move, object } = usePageState();
  const own = listOf(lists, id);
  const field = catalog.step(object, addressOf(id).path.at(-1) ?? '');
  const sections = lists.filter((list) => list.group === 'items');
  return (
    <>
      <SelectInput
        label="Section"
        value={own?.id ?? ''}
        options={sections.map((list) => ({ value: list.id, label: list.label.replace(/^section /, '') }))}
        onChange={(list) => {
          const target = sections.find((one) => one.id === list);
          if (target) move({ item: id, list, index: target.items.length });
        }}
      />
      {field && !field.isSystem && (
        <p>
          <Link to={elementPath(field.element)}>Open the field {field.label}</Link>
        </p>
      )}
    </>
  );
}
