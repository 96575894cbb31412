import type { DisplayProps, InputProps } from './field-control.ts';
import { TextInput, textControl, textOf } from './text-control.tsx';

export const Email = textControl({ Input: EmailInput, Display: EmailValue });

function EmailInput(props: InputProps) {
  return <TextInput {...props} inputType="email" />;
}

function EmailValue({ cell }: DisplayProps) {
  return <a href={`mailto:${textOf(cell)}`}>{textOf(cell)}</a>;
}
