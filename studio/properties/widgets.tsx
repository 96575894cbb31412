import type { RegistryWidgetsType, RJSFSchema, WidgetProps } from '@rjsf/utils';
import { useStudio } from '../state/studio-context.ts';
import { CheckInput, hintText, type Option, SelectInput, TextInput } from '../ui/fields.tsx';
import type { FormContext, FormValues } from './form-context.ts';
import { choicesOf } from './pickers.ts';

type Props = WidgetProps<FormValues, RJSFSchema, FormContext>;

/** How values of properties are typed and chosen; each brings its label, hint and error. */
export const propertyWidgets: RegistryWidgetsType<FormValues, RJSFSchema, FormContext> = {
  TextWidget: (props: Props) => <TextInput {...common(props)} value={textOf(props.value)} onChange={props.onChange} />,
  TextareaWidget: (props: Props) => (
    <TextInput {...common(props)} rows={3} value={textOf(props.value)} onChange={props.onChange} />
  ),
  CheckboxWidget: (props: Props) => (
    <CheckInput {...common(props)} isChecked={props.value === true} onChange={props.onChange} />
  ),
  SelectWidget,
  picker: PickerWidget,
};

/** Fixed choices; the form library's values may be text, numbers or booleans. */
function SelectWidget(props: Props) {
  const enumOptions = props.options.enumOptions ?? [];
  const options = enumOptions.map(({ label, value }) => ({ value: String(value), label }));
  const choose = (text: string) => props.onChange(enumOptions.find(({ value }) => String(value) === text)?.value);
  return (
    <SelectInput {...common(props)} value={textOf(props.value)} options={optional(options, props)} onChange={choose} />
  );
}

/** A name of something that is there. */
function PickerWidget(props: Props) {
  const state = useStudio();
  const { element } = props.registry.formContext;
  const options = choicesOf(state, element, String(props.options.property)) ?? [];
  return (
    <SelectInput
      {...common(props)}
      value={textOf(props.value)}
      options={optional(options, props)}
      onChange={props.onChange}
    />
  );
}

/** What may be left out has a first choice that says so. */
function optional(options: readonly Option[], { required }: Props): readonly Option[] {
  return required ? options : [{ value: '', label: 'None' }, ...options];
}

function common({ id, label, required, schema, rawErrors }: Props) {
  const hint = schema.description;
  return {
    id,
    label,
    ...(hint !== undefined && { hint: hintText(hint) }),
    error: rawErrors?.[0],
    isRequired: required === true && schema.type !== 'boolean',
  };
}

const textOf = (value: unknown) => (value === undefined || value === null ? '' : String(value));
