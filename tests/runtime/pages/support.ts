import type { FieldInfo } from '../../../runtime/client/api.ts';

export const READER = { locale: 'en-US', timeZone: 'America/New_York' };

/** A field that can be written, with what a test says about it. */
export function field(name: string, type: FieldInfo['type'], more: Partial<FieldInfo> = {}): FieldInfo {
  return { name, label: name.replace(/__c$/, ''), type, help: '', isRequired: false, isEditable: true, ...more };
}

/** Fields by their names. */
export function fieldsOf(...fields: readonly FieldInfo[]): Record<string, FieldInfo> {
  return Object.fromEntries(fields.map((each) => [each.name, each]));
}
