import { NumberInput, NumberValue, numberControl } from './number-control.tsx';

export const NumberField = numberControl({ suffix: '', Input: NumberInput, Display: NumberValue });
