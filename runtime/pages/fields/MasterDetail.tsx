import { lookupControl } from './lookup-control.tsx';

export const MasterDetail = lookupControl();
