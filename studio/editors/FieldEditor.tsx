import type { FieldTypeName } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { JsonObject } from '../../platform/json.ts';
import { whereUsed } from '../../platform/layers/uses.ts';
import { textOf } from '../draft/elements.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { PropertyForm } from '../properties/PropertyForm.tsx';
import { useStudio } from '../state/studio-context.ts';
import { ComponentHeading, useEditorFrame } from './component-frame.tsx';
import type { EditorProps } from './EditorPage.tsx';
import { FieldAccess } from './FieldAccess.tsx';
import { fieldSchema } from './field-schema.ts';
import { PicklistValues } from './PicklistValues.tsx';
import { UseList } from './UseList.tsx';

/** A field: its values, who may see it and where it is used on the canvas; what it is beside it. */
export function FieldEditor({ element }: EditorProps) {
  const { uses } = useStudio();
  const { frame, schema } = useEditorFrame(element);
  const type = textOf(element, 'type') as FieldTypeName; // The kind's schema allows no other.
  // Permissions stand above, and shipped records are no design.
  const found = whereUsed(uses, element.id).filter(({ from }) => !/^(permissionSet|data):/.test(from));
  const isPicklist = type === 'Picklist' || type === 'MultiPicklist';
  return (
    <EditorFrame
      {...frame}
      details={
        <>
          {frame.details}
          <span>{fieldTypes[type]?.label ?? type}</span>
        </>
      }
      properties={
        <>
          <ComponentHeading />
          <PropertyForm element={element} schema={fieldSchema(schema as JsonObject, type)} hidden={['type']} />
        </>
      }
    >
      {isPicklist && <PicklistValues field={element} />}
      <FieldAccess field={element.component} />
      <section className="st-block">
        <h2>Where it is used</h2>
        {found.length === 0 ? (
          <p className="st-empty">No page, list view, rule or action names it.</p>
        ) : (
          <UseList uses={found} />
        )}
      </section>
    </EditorFrame>
  );
}
