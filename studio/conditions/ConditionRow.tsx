import type { Operator } from '../../platform/expressions/expression.ts';
import { LIST_OPERATORS, operatorsOf, operatorWords } from '../../platform/expressions/operators.ts';
import type { Json } from '../../platform/json.ts';
import { factOf } from '../draft/conditions.ts';
import { useStudio } from '../state/studio-context.ts';
import { type Choices, SelectInput } from '../ui/fields.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ConditionValue } from './ConditionValue.tsx';
import { type FactInfo, factInfo, type Place } from './facts.ts';
import type { Row } from './tree.ts';

interface ConditionRowProps {
  readonly row: Row;
  readonly place: Place;
  readonly facts: readonly Choices[];
  /** Place in its group, for screen readers. */
  readonly number: number;
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}

/** One comparison: a field, an operator, a value. */
export function ConditionRow({ row, place, facts, number, onChange, onRemove }: ConditionRowProps) {
  const { catalog } = useStudio();
  const info = factInfo(catalog, place, row.fact);
  return (
    <div className="st-crow">
      <SelectInput
        label={`Field ${number}`}
        isLabelHidden
        value={row.fact}
        options={facts}
        error={row.fact !== '' && !info ? `There is no ${row.fact}.` : undefined}
        onChange={(fact) => onChange(withFact(row, fact, factInfo(catalog, place, fact)))}
      />
      {info && (
        <>
          <SelectInput
            label={`Operator ${number}`}
            isLabelHidden
            value={operatorKey(row)}
            options={operatorChoices(info, place)}
            onChange={(key) => onChange(withOperator(row, key, info))}
          />
          <ConditionValue
            row={row}
            info={info}
            facts={facts}
            number={number}
            onChange={(value) => onChange({ ...row, value })}
          />
        </>
      )}
      <IconButton icon="remove" label={`Remove condition ${number}`} onClick={onRemove} />
    </div>
  );
}

/** "Is blank" and "is not blank" are two choices for people, one operator with true or false for the platform. */
const NOT_BLANK = 'isNotBlank';

const operatorKey = ({ operator, value }: Row) => (operator === 'isBlank' && value === false ? NOT_BLANK : operator);

function operatorChoices({ valueClass }: FactInfo, { isQuery }: Place) {
  return operatorsOf[valueClass].flatMap((operator) => {
    if (isQuery && operator === 'matches') return [];
    const choice = { value: operator as string, label: operatorWords[operator] };
    return operator === 'isBlank' ? [choice, { value: NOT_BLANK, label: 'is not blank' }] : [choice];
  });
}

function withOperator(row: Row, key: string, info: FactInfo): Row {
  if (key === NOT_BLANK) return { ...row, operator: 'isBlank', value: false };
  const operator = key as Operator; // One of operatorChoices.
  if (operator === 'isBlank') return { ...row, operator, value: true };
  return { ...row, operator, value: fittingValue(row.value, operator, info) };
}

function withFact(row: Row, fact: string, info: FactInfo | undefined): Row {
  if (!info) return { ...row, fact };
  const operators = operatorsOf[info.valueClass];
  const operator = operators.includes(row.operator) ? row.operator : (operators[0] ?? 'equal');
  const value = operator === 'isBlank' ? row.value : fittingValue(null, operator, info);
  return { ...row, fact, operator, value };
}

/** A list where the operator takes one, a single value where it does not; what was typed is kept where it fits. */
function fittingValue(value: Json, operator: Operator, info: FactInfo): Json {
  if (factOf(value) !== undefined) return value;
  const first =
    info.valueClass === 'boolean' ? true : (info.values.find((choice) => choice.isActive)?.value ?? startValue(info));
  if (LIST_OPERATORS.has(operator)) {
    if (Array.isArray(value)) return value;
    return value === null || typeof value === 'boolean' ? [first] : [value];
  }
  const single: Json = Array.isArray(value) ? (value[0] ?? null) : value;
  return single === null || (typeof single === 'boolean' && info.valueClass !== 'boolean') ? first : single;
}

const startValue = ({ valueClass }: FactInfo): Json => {
  if (valueClass === 'number') return 0;
  if (valueClass === 'date') return new Date().toISOString().slice(0, 10);
  return valueClass === 'datetime' ? new Date().toISOString() : '';
};
