import { textControl } from './text-control.tsx';

export const Text = textControl();
