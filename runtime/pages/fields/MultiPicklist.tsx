import { ChoiceList } from '@cmsgov/design-system';
import type { ChangeEvent } from 'react';
import type { Cell, Json } from '../../client/api.ts';
import type { Draft, FieldControl, InputProps, ValueInfo } from './field-control.ts';
import { designProps } from './input-props.ts';
import { choosableValues, labelOfValue } from './picklist-values.ts';

export const MultiPicklist: FieldControl = {
  align: 'start',
  isWide: false,
  schema: (field) => ({ type: 'array', title: field.label, items: { type: 'string' }, uniqueItems: true }),
  toDraft: valuesOf,
  fromDraft: (draft) => {
    const chosen = chosenOf(draft);
    return chosen.length === 0 ? null : chosen.join(';');
  },
  check: () => undefined,
  text,
  Display: ({ cell, info }) => text(cell, info),
  Input: MultiPicklistInput,
};

function MultiPicklistInput(props: InputProps) {
  const chosen = chosenOf(props.value);
  const values = choosableValues(props.field, chosen);
  const toggle = (event: ChangeEvent<HTMLInputElement>) => {
    const { value, checked } = event.currentTarget;
    // In the list's order, so that ticking and unticking leaves no trace.
    props.onChange(
      values.map((each) => each.value).filter((each) => (each === value ? checked : chosen.includes(each))),
    );
  };
  return (
    <ChoiceList
      {...designProps(props)}
      className={values.length > 8 ? 'fw-choices fw-choices--many' : 'fw-choices'}
      type="checkbox"
      size="small"
      choices={values.map(({ value, label }) => ({ value, label, checked: chosen.includes(value) }))}
      onChange={toggle}
    />
  );
}

/** The API gives `A;B` as Salesforce does; a list is taken as well. */
function valuesOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? value.split(';') : [];
}

function chosenOf(draft: Draft): readonly string[] {
  return typeof draft === 'object' ? draft : [];
}

function text(cell: Cell, info: ValueInfo): string {
  return valuesOf(cell.value)
    .map((value) => labelOfValue(value, info))
    .join(', ');
}
