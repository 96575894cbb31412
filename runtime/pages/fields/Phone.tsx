import { textControl } from './text-control.tsx';

export const Phone = textControl({
  inputType: 'tel',
  show: (text) => <a href={`tel:${text.replace(/[^\d+]/g, '')}`}>{text}</a>,
});
