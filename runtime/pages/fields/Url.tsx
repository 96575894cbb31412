import type { DisplayProps, InputProps } from './field-control.ts';
import { TextInput, textControl, textOf } from './text-control.tsx';

export const Url = textControl({ Input: UrlInput, Display: UrlValue });

function UrlInput(props: InputProps) {
  return <TextInput {...props} inputType="url" />;
}

/** A link only where the address is one of the web: other schemes could run script. */
function UrlValue({ cell }: DisplayProps) {
  const address = textOf(cell);
  if (!/^https?:\/\//i.test(address)) return address;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {address.replace(/^https?:\/\//i, '')}
    </a>
  );
}
