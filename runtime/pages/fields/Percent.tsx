import { numberControl } from './number-control.tsx';

export const Percent = numberControl('%');
