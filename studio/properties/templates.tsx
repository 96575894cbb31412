import type { FieldTemplateProps, ObjectFieldTemplateProps, RJSFSchema, TemplatesType } from '@rjsf/utils';
import type { FormContext, FormValues } from './form-context.ts';
import { PropertyOrigin } from './Origin.tsx';
import { PropertyProblems } from './PropertyProblems.tsx';

/** Around each property: its widget, what is wrong with it, and who says so. */
export const propertyTemplates: Partial<TemplatesType<FormValues, RJSFSchema, FormContext>> = {
  FieldTemplate,
  ObjectFieldTemplate,
};

function FieldTemplate(props: FieldTemplateProps<FormValues, RJSFSchema, FormContext>) {
  const { children, fieldPathId, registry } = props;
  const [property, ...deeper] = fieldPathId.path;
  const { element, parent } = registry.formContext;
  if (typeof property !== 'string' || deeper.length > 0 || parent !== undefined) return children;
  return (
    <div className="st-property">
      {children}
      <PropertyProblems element={element.id} property={property} />
      <PropertyOrigin element={element} property={property} />
    </div>
  );
}

function ObjectFieldTemplate(props: ObjectFieldTemplateProps<FormValues, RJSFSchema, FormContext>) {
  const { fieldPathId, title, schema, properties } = props;
  // An alternative without anything to fill in, such as "all users", is chosen by its name alone.
  if (fieldPathId.path.length > 0 && properties.every(({ hidden }) => hidden)) return null;
  const contents = properties.map((property) => <div key={property.name}>{property.content}</div>);
  if (fieldPathId.path.length === 0) return contents;
  return (
    <fieldset className="st-nested">
      <legend>{title}</legend>
      {schema.description && <p className="st-hint">{schema.description}</p>}
      {contents}
    </fieldset>
  );
}
