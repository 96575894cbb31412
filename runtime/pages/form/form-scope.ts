import type { Cells, Fields } from './drafts.ts';
import type { FormSection } from './form-sections.ts';

/** What the form library hands to our templates besides the schema. */
export interface FormScope {
  readonly fields: Fields;
  readonly values: Cells;
  readonly sections: readonly FormSection[];
}
