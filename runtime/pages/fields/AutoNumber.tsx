import { textControl } from './text-control.tsx';

/** Only the engine writes it, so its input never shows. */
export const AutoNumber = textControl();
