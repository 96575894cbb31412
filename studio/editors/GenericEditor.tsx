import type { Json, JsonObject } from '../../platform/json.ts';
import { kinds } from '../../platform/kinds/index.ts';
import { whereUsed } from '../../platform/layers/uses.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { PropertyForm } from '../properties/PropertyForm.tsx';
import { useStudio } from '../state/studio-context.ts';
import { CollectionEditor } from './CollectionEditor.tsx';
import { ComponentHeading, useEditorFrame } from './component-frame.tsx';
import type { EditorProps } from './EditorPage.tsx';
import { UseList } from './UseList.tsx';

/** Any component: conditions and lists on the canvas, its other properties beside it, both drawn from its schema. */
export function GenericEditor({ element }: EditorProps) {
  const { uses } = useStudio();
  const { frame, schema, names } = useEditorFrame(element);
  const conditions = names.filter((name) => isCondition((schema.properties as JsonObject)[name]));
  const found = whereUsed(uses, element.id);
  return (
    <EditorFrame
      {...frame}
      properties={
        <>
          <ComponentHeading />
          <PropertyForm element={element} schema={schema} hidden={conditions} />
        </>
      }
    >
      {conditions.length > 0 && (
        <PropertyForm element={element} schema={schema} hidden={names.filter((name) => !conditions.includes(name))} />
      )}
      {Object.keys(kinds[element.kind].collections).map((collection) => (
        <CollectionEditor key={collection} parent={element} collection={collection} />
      ))}
      {found.length > 0 && (
        <section className="st-block">
          <h2>Where it is used</h2>
          <UseList uses={found} />
        </section>
      )}
    </EditorFrame>
  );
}

/** A condition's shape is not in its schema: an object without properties. */
function isCondition(schema: Json | undefined): boolean {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false;
  const { type, properties } = schema as JsonObject; // An object that is no list.
  return type === 'object' && properties === undefined;
}
