import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../platform/json.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { formSchema, uiSchemaOf } from '../../../studio/properties/form-schema.ts';

/** What each property of an item is edited with. */
function fieldsOf(kind: 'scenario' | 'sharingRule', collection?: string): Record<string, unknown> {
  const item = collection === undefined ? kinds[kind].properties : kinds[kind].collections[collection]?.item;
  const schema = formSchema(JSON.parse(JSON.stringify(item)) as JsonObject, []);
  const path = collection === undefined ? [] : [collection, 'one'];
  return Object.fromEntries(
    Object.entries(uiSchemaOf(kind, path, schema)).map(([name, ui]) => [
      name,
      (ui as { 'ui:field'?: string })['ui:field'],
    ]),
  );
}

describe('the form of properties', () => {
  it('takes values by field, lists of objects and what has such parts as JSON', () => {
    expect(fieldsOf('scenario', 'people')).toMatchObject({ permissionSets: 'list', values: 'json' });
    expect(fieldsOf('scenario', 'given')).toMatchObject({ values: 'json', where: 'json' });
    expect(fieldsOf('scenario', 'steps')).toMatchObject({
      inputs: 'json',
      expect: 'json',
      select: 'list',
      do: undefined,
    });
  });

  it('builds the conditions that it knows all about', () => {
    expect(fieldsOf('sharingRule')).toMatchObject({ criteria: 'condition' });
  });
});
