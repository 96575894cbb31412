import { SingleInputDateField } from '@cmsgov/design-system';
import type { InputProps } from './field-control.ts';
import { designProps, draftText } from './input-props.ts';

/** A date as typed, with a calendar beside it. */
export function DateInput(props: InputProps) {
  return (
    <SingleInputDateField
      {...designProps(props)}
      autoComplete="off"
      required={props.field.isRequired}
      value={draftText(props.value)}
      fromYear={1900}
      toYear={2100}
      onChange={(updated) => props.onChange(updated)}
    />
  );
}
