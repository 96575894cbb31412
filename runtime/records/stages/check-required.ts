import { isBlank } from '../../../platform/expressions/evaluate.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import { addError, openChanges, type Save } from '../change.ts';

/** Every required field has a value, in one message per record as Salesforce words it. */
export function checkRequired(save: Save): void {
  const required = [...save.object.fields.values()].filter(
    (field) => field.isRequired && field.isWritable && !fieldTypes[field.type].isGenerated,
  );
  for (const change of openChanges(save)) {
    const missing = required
      .filter((field) => !change.faulty.has(field.name) && isBlank(change.after[field.name] ?? null))
      .map((field) => field.name);
    if (missing.length === 0) continue;
    addError(change, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, {
      fields: missing,
    });
  }
}
