import type { RegistryWidgetsType, Widget, WidgetProps } from '@rjsf/utils';
import type { FieldInfo } from '../../client/api.ts';
import type { FieldControl } from '../fields/field-control.ts';
import { fieldControls } from '../fields/registry.ts';
import type { Drafts } from './drafts.ts';

/** The form library's widgets: one for each field type, by its name. */
export const widgets = Object.fromEntries(
  Object.entries(fieldControls).map(([type, control]) => [type, widgetOf(control)]),
) as RegistryWidgetsType<Drafts>; // The library types its registry loosely; each entry is a widget.

function widgetOf({ Input }: FieldControl): Widget {
  return function FieldWidget({ id, value, rawErrors, options, onChange }: WidgetProps) {
    return (
      <Input
        id={id}
        field={options.info as FieldInfo} // form-schema.ts puts it there.
        value={value}
        error={rawErrors?.[0]}
        onChange={(draft) => onChange(draft)}
      />
    );
  };
}
