import { textControl } from './text-control.tsx';

export const Email = textControl({ inputType: 'email', show: (text) => <a href={`mailto:${text}`}>{text}</a> });
