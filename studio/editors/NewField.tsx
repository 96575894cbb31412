import { Button } from '@cmsgov/design-system';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { FieldTypeName } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { Json, JsonObject } from '../../platform/json.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { suggestName } from '../draft/api-name.ts';
import { newElement } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { elementPath } from '../paths.ts';
import { SchemaForm } from '../properties/SchemaForm.tsx';
import { useStudio } from '../state/studio-context.ts';
import { TextInput } from '../ui/fields.tsx';
import { schemaOf } from './component-frame.tsx';
import { FieldTypeChoice } from './FieldTypeChoice.tsx';
import { FormErrors } from './FormErrors.tsx';
import { fieldSchema } from './field-schema.ts';
import { NewFieldAccess } from './NewFieldAccess.tsx';
import { NewFieldPlace } from './NewFieldPlace.tsx';
import { checkNewField, type NewFieldDraft, newFieldEdits } from './new-field.ts';

/** A new field in one step: what it is, where the page shows it, who may see it. */
export function NewField({ object }: { readonly object: string }) {
  const { elements, model, change } = useStudio();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [typed, setTyped] = useState<string>();
  const [field, setField] = useState<NewFieldDraft>({
    object,
    type: undefined,
    properties: {},
    values: '',
    grants: {},
  });
  const [attempt, setAttempt] = useState(0);
  const label = typeof field.properties.label === 'string' ? field.properties.label : '';
  const name = typed ?? suggestName(label, '__c');
  const problems = checkNewField(elements, field, name);
  // Nothing is wrong before the first attempt; after it, what is put right is seen at once.
  const told = attempt === 0 ? [] : problems;
  const errorOf = (at: string) => told.find((problem) => problem.field === at)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempt((count) => count + 1);
    if (problems.length > 0) return;
    const edits = newFieldEdits(elements, field, name);
    change({ label: `Add field ${label} to ${labelOf(`object:${object}`, elements.byId)}`, edits });
    announce(`${label} is in your draft. Publish to add it for everyone.`);
    navigate(elementPath(`field:${object}.${name}`));
  };
  return (
    <EditorFrame kind={labelOf(`object:${object}`, elements.byId)} title="New field">
      <form className="st-new" onSubmit={submit} noValidate data-own-undo="">
        <FormErrors attempt={attempt} problems={told} idPrefix="new" />
        <FieldTypeChoice
          value={field.type}
          error={errorOf('type')}
          onChange={(type) => setField((now) => ({ ...now, type }))}
        />
        {field.type && (
          <>
            <TypedProperties
              field={field}
              schema={schemaOf(model.schemas, 'field', [])}
              type={field.type}
              onChange={(properties) => setField((now) => ({ ...now, properties }))}
            />
            <TextInput
              id="new_name"
              label="API name"
              hint="How rules, reports and programs call it. It cannot change later."
              isRequired
              value={name}
              error={errorOf('name')}
              onChange={setTyped}
            />
            {isPicklist(field.type) && (
              <TextInput
                id="new_values"
                label="Values"
                hint="One on each line, in the order in which people see them."
                isRequired
                rows={5}
                value={field.values}
                error={errorOf('values')}
                onChange={(values) => setField((now) => ({ ...now, values }))}
              />
            )}
            <NewFieldPlace
              object={object}
              value={field.section}
              onChange={(section) => setField((now) => ({ ...now, section }))}
            />
            <NewFieldAccess
              object={object}
              grants={field.grants}
              onChange={(grants) => setField((now) => ({ ...now, grants }))}
            />
            <Button type="submit" variation="solid">
              Add field
            </Button>
          </>
        )}
      </form>
    </EditorFrame>
  );
}

const isPicklist = (type: FieldTypeName) => type === 'Picklist' || type === 'MultiPicklist';

interface TypedPropertiesProps {
  readonly field: NewFieldDraft;
  readonly schema: JsonObject;
  readonly type: FieldTypeName;
  readonly onChange: (properties: JsonObject) => void;
}

function TypedProperties({ field, schema, type, onChange }: TypedPropertiesProps) {
  const element = newElement(`field:${field.object}.New__c`, field.properties);
  const set = (property: string, value: Json | undefined) => {
    const { [property]: _, ...rest } = field.properties;
    onChange(value === undefined || value === '' || value === false ? rest : { ...rest, [property]: value });
  };
  return (
    <SchemaForm
      key={type}
      element={element}
      schema={fieldSchema(schema, type)}
      hidden={fieldTypes[type].isGenerated ? GENERATED_HIDDEN : HIDDEN}
      idPrefix="new"
      onChange={set}
    />
  );
}

const HIDDEN = ['type', 'order', 'onlyActions'];
const GENERATED_HIDDEN = [...HIDDEN, 'required'];
