import { textControl } from './text-control.tsx';

export const Url = textControl({ inputType: 'url', show: (text) => <WebLink address={text} /> });

/** A link only where the address is one of the web: other schemes could run script. */
function WebLink({ address }: { readonly address: string }) {
  if (!/^https?:\/\//i.test(address)) return address;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {address.replace(/^https?:\/\//i, '')}
    </a>
  );
}
