import type { Json } from './json.ts';

/** One thing wrong with what an author wrote. Checks return all of them at once; they never throw for input. */
export interface Problem {
  /** Stable machine name in SCREAMING_SNAKE_CASE, e.g. UNKNOWN_PROPERTY, DANGLING_REFERENCE. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** A full sentence that names the component, the value and what to do. */
  readonly message: string;
  /** Path of the file, relative to the folder that was checked; absent when the problem is not in a file. */
  readonly file?: string;
  /** RFC 6901 JSON pointer into the file (or the element); '' is the whole file. */
  readonly pointer?: string;
  /** 1-based position in the file where known. */
  readonly line?: number;
  readonly column?: number;
  /** Identity of the element at fault, where one could be made out. */
  readonly element?: string;
  readonly found?: Json;
  readonly expected?: string;
  /** A near miss: the name that was probably meant. */
  readonly suggestion?: string;
}
