import type { FieldProps, RegistryFieldsType, RJSFSchema } from '@rjsf/utils';
import type { Json } from '../../platform/json.ts';
import { ConditionBuilder } from '../conditions/ConditionBuilder.tsx';
import { pathChoices } from '../conditions/facts.ts';
import { useStudio } from '../state/studio-context.ts';
import { TextInput } from '../ui/fields.tsx';
import { AlternativesField } from './AlternativesField.tsx';
import { conditionPlace } from './condition-place.ts';
import type { FormContext, FormValues } from './form-context.ts';
import { JsonField } from './JsonField.tsx';
import { ListEditor } from './ListEditor.tsx';
import { choicesOf, objectOfElement } from './pickers.ts';
import { SortEditor } from './SortEditor.tsx';

type Props = FieldProps<FormValues, RJSFSchema, FormContext>;

/** Properties that are more than one input: conditions, lists of names, sort orders, the value that an action sets. */
export const propertyFields: RegistryFieldsType<FormValues, RJSFSchema, FormContext> = {
  condition: ConditionField as never, // The library's registry wants fields of the form's own type alone.
  list: ListField as never,
  sort: SortField as never,
  literal: LiteralField as never,
  alternatives: AlternativesField as never,
  json: JsonField as never,
};

function ConditionField({ formData, fieldPathId, schema, registry, onChange }: Props) {
  const state = useStudio();
  const { element } = registry.formContext;
  const property = `${registry.formContext.parent ?? ''}${fieldPathId.path.join('.')}`;
  return (
    <ConditionBuilder
      label={schema.title ?? property}
      {...(schema.description !== undefined && { hint: schema.description })}
      {...conditionPlace(state, element, property)}
      value={formData as Json | undefined}
      onChange={(condition) => onChange(condition as never, fieldPathId.path, undefined, fieldPathId.$id)}
    />
  );
}

function ListField({ formData, fieldPathId, schema, registry, onChange }: Props) {
  const state = useStudio();
  const property = `${registry.formContext.parent ?? ''}${fieldPathId.path.join('.')}`;
  return (
    <ListEditor
      label={schema.title ?? property}
      hint={schema.description}
      values={textsOf(formData)}
      choices={choicesOf(state, registry.formContext.element, property)}
      onChange={(values) =>
        onChange((values.length === 0 ? undefined : values) as never, fieldPathId.path, undefined, fieldPathId.$id)
      }
    />
  );
}

function SortField({ formData, fieldPathId, schema, registry, onChange }: Props) {
  const state = useStudio();
  return (
    <SortEditor
      label={schema.title ?? 'Sort'}
      hint={schema.description}
      sort={(Array.isArray(formData) ? formData : []) as never} // The kind's schema says what it holds.
      choices={pathChoices(state.catalog, objectOfElement(state, registry.formContext.element))}
      onChange={(sort) =>
        onChange((sort.length === 0 ? undefined : sort) as never, fieldPathId.path, undefined, fieldPathId.$id)
      }
    />
  );
}

/** Yes and no are booleans, what reads as a number is one, the rest is text. */
function LiteralField({ formData, fieldPathId, schema, onChange }: Props) {
  const value: unknown = formData;
  return (
    <TextInput
      label={schema.title ?? 'Value'}
      {...(schema.description !== undefined && { hint: schema.description })}
      value={value === undefined || value === null ? '' : String(value)}
      onChange={(text) => onChange(literalOf(text) as never, fieldPathId.path, undefined, fieldPathId.$id)}
    />
  );
}

function literalOf(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  const isNumber = text.trim() !== '' && String(Number(text)) === text;
  return isNumber ? Number(text) : text;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
