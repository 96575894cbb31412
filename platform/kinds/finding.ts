import type { Json } from '../json.ts';

/** Something wrong within one component, before it is known which element and file that part came from. */
export interface Finding {
  readonly code: string;
  readonly severity?: 'error' | 'warning';
  /** JSON pointer into the component as its whole file would read. */
  readonly pointer: string;
  readonly message: string;
  readonly found?: Json;
  readonly expected?: string;
  readonly suggestion?: string;
}
