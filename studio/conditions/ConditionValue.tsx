import { LIST_OPERATORS } from '../../platform/expressions/operators.ts';
import type { Json } from '../../platform/json.ts';
import { factOf } from '../draft/conditions.ts';
import { CheckInput, type Choices, SelectInput, TextInput } from '../ui/fields.tsx';
import type { FactInfo } from './facts.ts';
import type { Row } from './tree.ts';

interface ConditionValueProps {
  readonly row: Row;
  readonly info: FactInfo;
  readonly facts: readonly Choices[];
  readonly number: number;
  readonly onChange: (value: Json) => void;
}

/** The right side of a row: a value that suits the field, several of them, or another field. */
export function ConditionValue({ row, info, facts, number, onChange }: ConditionValueProps) {
  if (row.operator === 'isBlank') return null;
  if (LIST_OPERATORS.has(row.operator)) {
    return <ListValue values={textsOf(row.value)} info={info} number={number} onChange={onChange} />;
  }
  const other = factOf(row.value);
  return (
    <div className="st-cvalue">
      <SelectInput
        label={`Compare ${number} with`}
        isLabelHidden
        value={other === undefined ? 'value' : 'fact'}
        options={WITH}
        onChange={(kind) => onChange(kind === 'fact' ? { fact: facts[0]?.options[0]?.value ?? '' } : startOf(info))}
      />
      {other === undefined ? (
        <SingleValue value={row.value} info={info} number={number} onChange={onChange} />
      ) : (
        <SelectInput
          label={`Other field ${number}`}
          isLabelHidden
          value={other}
          options={facts}
          onChange={(fact) => onChange({ fact })}
        />
      )}
    </div>
  );
}

const WITH = [
  { value: 'value', label: 'the value' },
  { value: 'fact', label: 'the field' },
];

interface SingleValueProps {
  readonly value: Json;
  readonly info: FactInfo;
  readonly number: number;
  readonly onChange: (value: Json) => void;
}

function SingleValue({ value, info, number, onChange }: SingleValueProps) {
  const label = `Value ${number}`;
  const text = value === null ? '' : String(value);
  if (info.valueClass === 'boolean') {
    return (
      <SelectInput
        label={label}
        isLabelHidden
        value={text}
        options={YES_NO}
        onChange={(next) => onChange(next === 'true')}
      />
    );
  }
  if (info.values.length > 0) {
    const options = info.values.map(choiceOf);
    return <SelectInput label={label} isLabelHidden value={text} options={options} onChange={onChange} />;
  }
  if (info.valueClass === 'number') {
    const parse = (next: string) => onChange(next.trim() === '' || Number.isNaN(Number(next)) ? next : Number(next));
    return <TextInput label={label} isLabelHidden value={text} onChange={parse} />;
  }
  const type = info.valueClass === 'date' ? 'date' : 'text';
  return <TextInput label={label} isLabelHidden type={type} value={text} onChange={onChange} />;
}

interface ListValueProps {
  readonly values: readonly string[];
  readonly info: FactInfo;
  readonly number: number;
  readonly onChange: (values: readonly string[]) => void;
}

function ListValue({ values, info, number, onChange }: ListValueProps) {
  if (info.values.length === 0) {
    return (
      <TextInput
        label={`Values ${number}, separated by commas`}
        isLabelHidden
        value={values.join(', ')}
        onChange={(text) => onChange(text.split(',').map((part) => part.trim()))}
      />
    );
  }
  const gone = values.filter((value) => !info.values.some((choice) => choice.value === value));
  const toggle = (value: string, isChosen: boolean) =>
    onChange(isChosen ? [...values, value] : values.filter((one) => one !== value));
  return (
    <fieldset className="st-choices">
      <legend className="ds-u-visibility--screen-reader">Values {number}</legend>
      {[...info.values.map(choiceOf), ...gone.map((value) => ({ value, label: `${value} (not there)` }))].map(
        (choice) => (
          <CheckInput
            key={choice.value}
            label={choice.label}
            isChecked={values.includes(choice.value)}
            onChange={(isChosen) => toggle(choice.value, isChosen)}
          />
        ),
      )}
    </fieldset>
  );
}

const YES_NO = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
];

const choiceOf = ({ value, label, isActive }: FactInfo['values'][number]) => ({
  value,
  label: isActive ? label : `${label} (inactive)`,
});

function textsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function startOf({ valueClass, values }: FactInfo): Json {
  if (valueClass === 'boolean') return true;
  return values[0]?.value ?? (valueClass === 'number' ? 0 : '');
}
