import { type Static, Type } from 'typebox';
import { ApiName, closed } from '../../platform/kinds/kind.ts';

/**
 * How a CSV file becomes records: a JSON file beside the packages (`imports/<name>.json`).
 *
 *     { "object": "Account", "key": "Code__c",
 *       "columns": {
 *         "Number": { "field": "Code__c", "pad": { "length": 6, "with": "0" }, "case": "upper" },
 *         "State": [{ "field": "State__r.Code__c" }, { "field": "Region__r.Code__c", "values": { "ME": "NE" } }] },
 *       "constants": { "Kind__c": "Shop" } }
 *
 * A cell passes: trim, `blank`, `case`, `pad`, `values`, `date`, then `pattern`.
 */
const Target = Type.String({
  pattern: '^(?:[A-Za-z][A-Za-z0-9_]*\\.)?[A-Za-z][A-Za-z0-9_]*$',
  maxLength: 90,
  description: 'A field of the object, or a lookup by an external id of its record: `State__r.Code__c`.',
});

/** How one cell becomes the value of one field. */
export const ColumnSchema = closed({
  field: Target,
  trim: Type.Optional(Type.Boolean({ description: 'Whether spaces around the value go; they do unless false.' })),
  blank: Type.Optional(
    Type.Array(Type.String(), { uniqueItems: true, description: 'Texts that stand for no value: `Not Available`.' }),
  ),
  case: Type.Optional(
    Type.Union([Type.Literal('upper'), Type.Literal('lower')], { description: 'Letters all become large or small.' }),
  ),
  pad: Type.Optional(
    closed(
      {
        length: Type.Integer({ minimum: 1, maximum: 255, description: 'Shorter values are filled up to this length…' }),
        with: Type.String({ minLength: 1, maxLength: 1, description: '…with this character, in front.' }),
      },
      { description: 'Fills up short values in front: leading zeros that a spreadsheet lost.' },
    ),
  ),
  values: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'What each value of the file becomes. A value that is not listed rejects the row.',
    }),
  ),
  date: Type.Optional(
    Type.String({
      pattern: '^(?=.*YYYY)(?=.*MM)(?=.*DD)[YMD]{2,4}([-/. ])[YMD]{2,4}\\1[YMD]{2,4}$',
      description: 'How the file writes dates: `MM/DD/YYYY`.',
    }),
  ),
  pattern: Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: 'Regular expression that a value must match.' }),
  ),
  message: Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: 'What the result file says when it does not match.' }),
  ),
});

/** The schema of a mapping file. */
export const ImportMapSchema = closed({
  object: ApiName('Object of the records.'),
  key: ApiName('Unique or external id field by which a row finds its record.'),
  encoding: Type.Optional(
    Type.String({ minLength: 1, description: 'Encoding of the file, e.g. `windows-1252`; UTF-8 without it.' }),
  ),
  delimiter: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1, description: 'What separates cells; a comma without it.' }),
  ),
  columns: Type.Record(Type.String(), Type.Union([ColumnSchema, Type.Array(ColumnSchema, { minItems: 1 })]), {
    minProperties: 1,
    description: 'By heading in the file. Columns that are not listed are ignored.',
  }),
  constants: Type.Optional(
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
      description:
        'Values that every row gets. They are also the scope of the file: records with them that it lacks are reported.',
    }),
  ),
});

/** A mapping file as written. */
export type ImportMap = Static<typeof ImportMapSchema>;

/** How one cell becomes the value of one field. */
export type ColumnMap = Static<typeof ColumnSchema>;
