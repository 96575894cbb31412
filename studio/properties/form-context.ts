import type { ComponentType } from 'react';
import type { Json, JsonObject } from '../../platform/json.ts';
import type { StudioElement } from '../draft/elements.ts';

/** What templates, widgets and fields of a property form know of the element that they edit. */
export interface FormContext {
  readonly element: StudioElement;
  /** Path of the property whose parts the form shows, with a dot at its end; absent for an element's own properties. */
  readonly parent?: string;
  /** The form itself, for values that have a form of their own. */
  readonly Form: ComponentType<SchemaFormProps>;
}

/** What a form of properties is made from. */
export interface SchemaFormProps {
  /** Whose properties are shown; it may be one that is only about to be added. */
  readonly element: StudioElement;
  /** JSON Schema of its properties. */
  readonly schema: JsonObject;
  /** Properties that are edited elsewhere. */
  readonly hidden?: readonly string[];
  readonly idPrefix?: string;
  /** Path of the property whose parts are shown, with a dot at its end. */
  readonly parent?: string;
  readonly onChange: (property: string, value: Json | undefined) => void;
}

/** What the form edits. It is JSON; the form library's types cannot take a type that contains itself. */
export type FormValues = Record<string, unknown>;
