import type { DisplayProps, InputProps } from './field-control.ts';
import { NumberInput, NumberValue, numberControl } from './number-control.tsx';

export const Percent = numberControl({ suffix: '%', Input: PercentInput, Display: PercentValue });

function PercentInput(props: InputProps) {
  return <NumberInput {...props} suffix="%" />;
}

function PercentValue(props: DisplayProps) {
  return <NumberValue {...props} suffix="%" />;
}
