import { FIELD_TYPE_NAMES, type FieldTypeName } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';

interface FieldTypeChoiceProps {
  readonly value: FieldTypeName | undefined;
  readonly error: string | undefined;
  readonly onChange: (type: FieldTypeName) => void;
}

/** Every type with what it is for. */
export function FieldTypeChoice({ value, error, onChange }: FieldTypeChoiceProps) {
  return (
    <fieldset className="st-types" aria-describedby={error ? 'new_type_error' : undefined}>
      <legend>What kind of value does it hold?</legend>
      {error && (
        <p className="ds-c-inline-error" id="new_type_error">
          {error}
        </p>
      )}
      <div className="st-types__grid">
        {FIELD_TYPE_NAMES.map((name, index) => (
          <label key={name} className="st-types__type">
            <input
              type="radio"
              name="new_type"
              id={index === 0 ? 'new_type' : undefined}
              value={name}
              checked={value === name}
              onChange={() => onChange(name)}
            />
            <span>
              <strong>{fieldTypes[name].label}</strong>
              <span>{fieldTypes[name].description}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
