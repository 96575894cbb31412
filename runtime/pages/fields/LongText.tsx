import type { DisplayProps, InputProps } from './field-control.ts';
import { TextInput, textControl, textOf } from './text-control.tsx';

export const LongText = textControl({ Input: LongTextInput, Display: LongTextValue, isWide: true });

function LongTextInput(props: InputProps) {
  return <TextInput {...props} rows={5} />;
}

function LongTextValue({ cell }: DisplayProps) {
  return <span className="fw-longtext">{textOf(cell)}</span>;
}
