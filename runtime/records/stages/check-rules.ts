import { elementId } from '../../../platform/packages/element-id.ts';
import { failedRules } from '../../rules/validate.ts';
import { openChanges, type Save } from '../change.ts';

/** Notes the message of each validation rule that refuses a record, at the rule's field where the person may see it. */
export async function checkRules(save: Save): Promise<void> {
  const changes = openChanges(save);
  const failed = await failedRules(save.context, save.object, changes);
  for (const [index, change] of changes.entries()) {
    for (const rule of failed[index] ?? []) {
      const fields = shownFields(save, rule.errorDisplayField);
      // The value at the field is sound in itself, so that the stages that follow still look at it.
      const element = elementId({ kind: 'validationRule', component: `${save.object.name}.${rule.name}`, path: [] });
      change.errors.push({
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: rule.errorMessage,
        fields,
        element,
      });
    }
  }
}

/** The field at which a message stands, if there is one that the person may see. */
export function shownFields({ context, object }: Save, field: string | undefined): readonly string[] {
  const { readableFields } = context.principal.permissions;
  return field !== undefined && readableFields.has(`${object.name}.${field}`) ? [field] : [];
}
