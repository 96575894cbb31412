import { numberControl } from './number-control.tsx';

export const NumberField = numberControl('');
