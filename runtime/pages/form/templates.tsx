import type { FieldTemplateProps, ObjectFieldTemplateProps } from '@rjsf/utils';
import { Value } from '../fields/Value.tsx';
import type { FormScope } from './form-scope.ts';

/** The form's sections; fields that the person may not write stand there for reading. */
export function SectionsTemplate({ properties, registry }: ObjectFieldTemplateProps) {
  const scope = registry.formContext as FormScope; // FieldsForm puts it there.
  const inputs = new Map(properties.map((property) => [property.name, property.content]));
  return scope.sections.map((section) => (
    <section className="fw-formsection" key={section.id} aria-labelledby={section.label && `form-${section.id}`}>
      {section.label !== '' && (
        <h2 className="fw-formsection__heading" id={`form-${section.id}`} tabIndex={-1}>
          {section.label}
        </h2>
      )}
      {section.fields.map((name) => inputs.get(name) ?? <ReadOnlyField key={name} name={name} scope={scope} />)}
    </section>
  ));
}

function ReadOnlyField({ name, scope }: { readonly name: string; readonly scope: FormScope }) {
  const field = scope.fields[name];
  if (!field) return null;
  return (
    <dl className="fw-readonly">
      <dt>{field.label}</dt>
      <dd>
        <Value cell={scope.values[name]} info={field} />
        {field.onlyActions && <span className="fw-readonly__why">{field.onlyActions}</span>}
      </dd>
    </dl>
  );
}

/** Inputs of the design system bring label, hint and error themselves; the root has none. */
export function FieldTemplate({ id, children, uiSchema }: FieldTemplateProps) {
  const info = uiSchema?.['ui:options']?.info;
  if (info === undefined) return children;
  return (
    <div className="fw-field" data-field-of={id}>
      {children}
    </div>
  );
}
