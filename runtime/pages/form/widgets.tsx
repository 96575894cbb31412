import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import type { FieldInfo } from '../../client/api.ts';
import { fieldControls } from '../fields/registry.ts';

/** The form library's widgets: for each field type, by its name, the one widget that draws that type's input. */
export const widgets: RegistryWidgetsType = Object.fromEntries(
  Object.keys(fieldControls).map((type) => [type, FieldWidget]),
);

function FieldWidget({ id, value, rawErrors, options, onChange }: WidgetProps) {
  const field = options.info as FieldInfo; // form-schema.ts puts it there.
  const { Input } = fieldControls[field.type];
  return <Input id={id} field={field} value={value} error={rawErrors?.[0]} onChange={(draft) => onChange(draft)} />;
}
