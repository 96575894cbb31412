import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { FieldInfo } from '../../client/api.ts';

/** Checks a value exactly as the server will, in the server's words. */
export function checkValue(value: unknown, field: FieldInfo): string | undefined {
  const { length, precision, scale, references } = field;
  const options = {
    ...(length === undefined ? {} : { length }),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
    ...(references === undefined ? {} : { references }),
  };
  const parsed = fieldTypes[field.type].parse(value, options, field.label);
  return parsed.ok ? undefined : parsed.message;
}
