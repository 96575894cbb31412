import { checkCondition } from '../condition-scope.ts';
import type { Finding } from '../finding.ts';
import { danglingReference } from '../findings.ts';
import type { ComponentView, ModelView } from '../model-view.ts';
import type { ValidationRuleProperties } from './schema.ts';

/** The condition speaks of facts that exist, and the message stands at a field of the object. */
export function checkValidationRule({ object: objectName, value }: ComponentView, model: ModelView): Finding[] {
  const { errorCondition, errorDisplayField } = value as ValidationRuleProperties; // fits the kind's schema
  const object = model.objects.get(objectName);
  if (object === undefined) return [];
  const findings = checkCondition(model, object, {
    condition: errorCondition,
    place: 'validationRule',
    pointer: '/errorCondition',
  });
  if (errorDisplayField === undefined || object.fields.has(errorDisplayField)) return findings;
  const what = `field of ${object.name}`;
  const candidates = object.fields.keys();
  return [
    ...findings,
    danglingReference({ pointer: '/errorDisplayField', what, found: errorDisplayField, candidates }),
  ];
}
