import type { Expression } from '../../../platform/expressions/expression.ts';
import { findField } from '../../../platform/layers/find.ts';
import type { ObjectDef } from '../../../platform/layers/model.ts';
import type { LookupChoices } from '../../client/api.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { lookupCandidates } from '../../query/lookup-candidates.ts';
import { visibleObject } from '../rest/visible-object.ts';
import { mayReadField, mayReadObject } from '../visible.ts';

interface LookupRequest {
  readonly object: string;
  readonly field: string;
  readonly text: string;
}

/** Records that a lookup may point to, as somebody types. */
export async function lookupChoices(context: Context, { object, field, text }: LookupRequest): Promise<LookupChoices> {
  const target = targetOf(context, object, field);
  const where = isChoosable(target);
  return lookupCandidates(context, target.name, { text, ...(where && { where }) });
}

/** A lookup that the person may read, or fill in as the input of an action. */
function targetOf(context: Context, objectName: string, fieldName: string): ObjectDef {
  const object = visibleObject(context, objectName);
  const field = findField(object, fieldName);
  const target = field?.references ? context.live.model.objects.get(field.references) : undefined;
  const { actions } = context.principal.permissions;
  const isInput = [...object.actions.values()].some(
    ({ name, inputs }) => actions.has(`${object.name}.${name}`) && inputs.some((input) => input.field === field?.name),
  );
  if (!field || !target || !(mayReadField(context, field) || isInput) || !mayReadObject(context, target.name))
    throw refuse('NOT_FOUND', `${object.label} has no lookup "${fieldName}".`);
  return target;
}

/** Nothing new is entrusted to a user who is no longer active. */
function isChoosable({ name }: ObjectDef): Expression | undefined {
  if (name !== 'User') return undefined;
  return { kind: 'compare', path: ['IsActive'], operator: 'equal', operand: { kind: 'literal', value: true } };
}
