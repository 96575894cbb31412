import type { JsonObject } from '../../platform/json.ts';
import type { StudioElement } from '../draft/elements.ts';
import { propertyEdits } from '../draft/property-edits.ts';
import { mentionElement, propertyLabel } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';
import { SchemaForm } from './SchemaForm.tsx';

interface PropertyFormProps {
  readonly element: StudioElement;
  /** JSON Schema of its properties. */
  readonly schema: JsonObject;
  /** Properties that are edited elsewhere. */
  readonly hidden?: readonly string[];
}

/** The properties of any element, drawn from its kind's JSON Schema; every change is one step of the draft. */
export function PropertyForm({ element, schema, hidden }: PropertyFormProps) {
  const { change, elements } = useStudio();
  return (
    <SchemaForm
      key={element.id}
      element={element}
      schema={schema}
      {...(hidden && { hidden })}
      onChange={(property, value) => {
        const what = `${propertyLabel(property).toLowerCase()} of ${mentionElement(element.id, elements.byId)}`;
        change({
          label: `Change ${what}`,
          edits: propertyEdits(element, property, value),
          key: `${element.id} ${property}`,
        });
      }}
    />
  );
}
