import type { StudioElement } from '../draft/elements.ts';

/** What templates, widgets and fields of a property form know of the element that they edit. */
export interface FormContext {
  readonly element: StudioElement;
}

/** What the form edits. It is JSON; the form library's types cannot take a type that contains itself. */
export type FormValues = Record<string, unknown>;
