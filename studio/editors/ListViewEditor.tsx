import { EditorFrame } from '../frame/EditorFrame.tsx';
import { PropertyForm } from '../properties/PropertyForm.tsx';
import { CollectionEditor } from './CollectionEditor.tsx';
import { ComponentHeading, useEditorFrame } from './component-frame.tsx';
import type { EditorProps } from './EditorPage.tsx';

const ON_CANVAS = ['filter', 'sort'];

/** A list view: what it shows and in which columns and order on the canvas, its name beside it. */
export function ListViewEditor({ element }: EditorProps) {
  const { frame, schema, names } = useEditorFrame(element);
  return (
    <EditorFrame
      {...frame}
      properties={
        <>
          <ComponentHeading />
          <PropertyForm element={element} schema={schema} hidden={ON_CANVAS} />
        </>
      }
    >
      <CollectionEditor parent={element} collection="columns" />
      <PropertyForm element={element} schema={schema} hidden={names.filter((name) => !ON_CANVAS.includes(name))} />
    </EditorFrame>
  );
}
