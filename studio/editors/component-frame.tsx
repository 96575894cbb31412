import { Link } from 'react-router';
import type { JsonObject } from '../../platform/json.ts';
import { kinds } from '../../platform/kinds/index.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import { componentId, nameOf, objectOf } from '../draft/element-id.ts';
import { type StudioElement, textOf } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import { elementPath, referencePath } from '../paths.ts';
import { ElementOrigin } from '../properties/Origin.tsx';
import { useStudio } from '../state/studio-context.ts';
import { RemoveButton } from './RemoveButton.tsx';
import { TakenOut } from './TakenOut.tsx';

/** What every editor's frame says: kind and object, name, where it comes from, and how to take it out. */
export function useEditorFrame(element: StudioElement) {
  const { elements, model } = useStudio();
  const schema = schemaOf(model.schemas, element.kind, []);
  return {
    schema,
    names: Object.keys((schema.properties ?? {}) as JsonObject), // A kind's properties are an object schema.
    frame: {
      kind: <KindLine element={element} />,
      title: labelOf(element.id, elements.byId),
      details: (
        <>
          <code>{nameOf(element.component)}</code>
          <ElementOrigin element={element} />
          <ReferenceLink kind={element.kind} />
        </>
      ),
      actions: <RemoveButton element={element} />,
      after: <TakenOut within={element.id} />,
    },
  };
}

/** The JSON Schema of a component's own properties, or of the items of one of its collections. */
export function schemaOf(
  schemas: ReturnType<typeof useStudio>['model']['schemas'],
  kind: StudioElement['kind'],
  collections: readonly string[],
): JsonObject {
  const own = schemas[kind];
  const schema = collections.length === 0 ? own?.properties : own?.collections[collections.join('/')];
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new Error(`The server told no schema of ${kind} ${collections.join('/')}.`);
  }
  return schema as JsonObject; // An object that is no list.
}

/** The page that says what a kind may hold. It opens beside the draft, which stays as it is. */
export function ReferenceLink({ kind }: { readonly kind: KindName }) {
  return (
    <a href={referencePath(kind)} target="_blank" rel="noopener">
      Reference
      <span className="ds-u-visibility--screen-reader"> of {kinds[kind].pluralLabel.toLowerCase()} (new tab)</span>
    </a>
  );
}

/** Heading of the properties beside the canvas. */
export function ComponentHeading({ children = 'Properties' }: { readonly children?: string }) {
  return <h2 className="st-properties__heading">{children}</h2>;
}

function KindLine({ element }: { readonly element: StudioElement }) {
  const { elements } = useStudio();
  const { kind, component } = element;
  const object = kind === 'page' ? textOf(element, 'object') : objectOf(kind, component);
  const { label } = kinds[kind];
  if (object === undefined || kind === 'object') return label;
  const id = componentId('object', object);
  return (
    <>
      <Link to={elementPath(id)}>{labelOf(id, elements.byId)}</Link> · {label}
    </>
  );
}
