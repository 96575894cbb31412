import type { DisplayProps, InputProps } from './field-control.ts';
import { TextInput, textControl, textOf } from './text-control.tsx';

export const Phone = textControl({ Input: PhoneInput, Display: PhoneValue });

function PhoneInput(props: InputProps) {
  return <TextInput {...props} inputType="tel" />;
}

function PhoneValue({ cell }: DisplayProps) {
  const text = textOf(cell);
  return <a href={`tel:${text.replace(/[^\d+]/g, '')}`}>{text}</a>;
}
