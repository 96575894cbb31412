import { useId, useState } from 'react';
import { type Option, SelectInput, TextInput } from '../ui/fields.tsx';
import { IconButton } from '../ui/IconButton.tsx';

interface ListEditorProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly values: readonly string[];
  /** What can be added; free text without it. */
  readonly choices: readonly Option[] | undefined;
  readonly onChange: (values: readonly string[]) => void;
}

/** A list of names: chosen from what there is, or typed. */
export function ListEditor({ label, hint, values, choices, onChange }: ListEditorProps) {
  const id = useId();
  const add = (value: string) => value !== '' && !values.includes(value) && onChange([...values, value]);
  const left = choices?.filter((choice) => !values.includes(choice.value));
  return (
    <fieldset className="st-list" aria-describedby={hint === undefined ? undefined : id}>
      <legend>{label}</legend>
      {hint !== undefined && (
        <p className="st-hint" id={id}>
          {hint}
        </p>
      )}
      <ul>
        {values.map((value) => {
          const name = choices?.find((choice) => choice.value === value)?.label ?? value;
          return (
            <li key={value}>
              <span>{name}</span>
              <IconButton
                icon="remove"
                label={`Remove ${name}`}
                onClick={() => onChange(values.filter((one) => one !== value))}
              />
            </li>
          );
        })}
      </ul>
      {left === undefined ? (
        <TypedItem label={label} onAdd={add} />
      ) : (
        left.length > 0 && (
          <SelectInput label={`Add to ${label.toLowerCase()}`} isLabelHidden value="" options={left} onChange={add} />
        )
      )}
    </fieldset>
  );
}

function TypedItem({ label, onAdd }: { readonly label: string; readonly onAdd: (value: string) => void }) {
  const [text, setText] = useState('');
  const add = () => {
    onAdd(text.trim());
    setText('');
  };
  return (
    <div className="st-row" data-own-undo="">
      <TextInput label={`Add to ${label.toLowerCase()}`} isLabelHidden value={text} onChange={setText} />
      <button type="button" className="ds-c-button ds-c-button--small" onClick={add}>
        Add
      </button>
    </div>
  );
}
