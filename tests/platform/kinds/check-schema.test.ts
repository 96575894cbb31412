import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { checkSchema } from '../../../platform/kinds/check-schema.ts';
import { closed, Label, ValueOrFact } from '../../../platform/kinds/kind.ts';
import { objectKind } from '../../../platform/kinds/object/schema.ts';

describe('checking a shape', () => {
  it('tells every departure at its own place', () => {
    const schema = closed({
      label: Label('Its name.'),
      size: Type.Union(['small', 'large'].map((each) => Type.Literal(each))),
      tags: Type.Array(Type.String(), { minItems: 1, maxItems: 2, uniqueItems: true }),
    });
    const value = { labl: 'x', size: 'smal', tags: ['a', 'a', 3] };
    expect(checkSchema(schema, value).map(({ pointer, code, suggestion }) => [pointer, code, suggestion])).toEqual([
      ['', 'MISSING_PROPERTY', undefined],
      ['/labl', 'UNKNOWN_PROPERTY', 'label'],
      ['/size', 'INVALID_VALUE', 'small'],
      ['/tags/2', 'WRONG_TYPE', undefined],
      ['/tags', 'WRONG_COUNT', undefined],
      ['/tags/1', 'DUPLICATE_ITEM', undefined],
    ]);
  });

  it('measures a value against the shape that it comes closest to', () => {
    const object = {
      label: 'A',
      pluralLabel: 'As',
      sharing: 'Private',
      nameField: { type: 'AutoNumber', label: 'No', formt: 'x' },
    };
    expect(checkSchema(objectKind.properties, object).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/nameField', 'MISSING_PROPERTY'],
      ['/nameField/formt', 'UNKNOWN_PROPERTY'],
    ]);
    expect(checkSchema(ValueOrFact('Either.'), { fact: 3 })).toEqual([
      expect.objectContaining({ pointer: '/fact', code: 'WRONG_TYPE' }),
    ]);
    expect(checkSchema(ValueOrFact('Either.'), 'x')).toEqual([
      expect.objectContaining({ pointer: '', code: 'WRONG_TYPE' }),
    ]);
  });

  it('needs no code generation, so that it runs under a strict content security policy', () => {
    const script = `
      const { checkSchema } = await import('./platform/kinds/check-schema.ts');
      const { objectKind } = await import('./platform/kinds/object/schema.ts');
      console.log(checkSchema(objectKind.properties, { label: 5 }).length);`;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script];
    const output = execFileSync(process.execPath, flags, {
      cwd: resolve(import.meta.dirname, '../../..'),
      encoding: 'utf8',
    });
    expect(Number(output)).toBe(4);
  });
});
