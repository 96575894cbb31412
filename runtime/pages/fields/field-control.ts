import type { RJSFSchema } from '@rjsf/utils';
import type { ComponentType } from 'react';
import type { Cell, FieldInfo, Json } from '../../client/api.ts';
import type { Reader } from '../format/reader.ts';

/**
 * A value while it is edited: text as typed (so that nothing typed is lost, right or wrong), a tick, or ticked values.
 * Blank is '' or the empty list.
 */
export type Draft = string | boolean | readonly string[];

/** What showing a value needs; fields, columns and key facts all have it. */
export interface ValueInfo {
  readonly label: string;
  readonly type: FieldInfo['type'];
  readonly references?: string | undefined;
  readonly values?: FieldInfo['values'] | undefined;
  readonly scale?: number | undefined;
}

export interface DisplayProps {
  readonly cell: Cell;
  readonly info: ValueInfo;
}

export interface InputProps {
  readonly id: string;
  readonly field: FieldInfo;
  readonly value: Draft;
  readonly error?: string | undefined;
  readonly onChange: (value: Draft) => void;
}

/** All that the pages know of one field type. Nothing else in the pages switches on the type. */
export interface FieldControl {
  /** Numbers stand at the end of their column. */
  readonly align: 'start' | 'end';
  /** True where a value needs the whole width of a section. */
  readonly isWide: boolean;
  /** JSON Schema of the draft. */
  readonly schema: (field: FieldInfo) => RJSFSchema;
  readonly toDraft: (value: Json, reader: Reader) => Draft;
  /** What is sent to the server; blank is null. */
  readonly fromDraft: (draft: Draft, reader: Reader) => Json;
  /** What is wrong with a draft that is not blank, in words for the person. */
  readonly check: (draft: Draft, field: FieldInfo, reader: Reader) => string | undefined;
  /** The value as plain text, for titles and exports. */
  readonly text: (cell: Cell, info: ValueInfo, reader: Reader) => string;
  readonly Display: ComponentType<DisplayProps>;
  readonly Input: ComponentType<InputProps>;
}

/** True for a draft that holds nothing. */
export function isBlankDraft(draft: Draft | undefined): boolean {
  if (draft === undefined) return true;
  return typeof draft === 'boolean' ? false : draft.length === 0;
}
