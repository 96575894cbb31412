import { lookupControl } from './lookup-control.tsx';

export const Lookup = lookupControl();
