import { ColumnSchema, ImportMapSchema } from '../bulk/import-map.ts';
import { compactJson } from './compact-json.ts';
import { type Doc, heading, text } from './doc.ts';
import { propertyDocs } from './property-docs.ts';

/** Mapping files of CSV imports. */
export function importsDoc(): Doc {
  return {
    path: 'imports',
    title: 'Mapping files',
    group: 'Languages and formats',
    summary: 'How a CSV file becomes records: which column fills which field, and how its values are read.',
    blocks: [
      text(
        'A mapping file is `imports/{name}.json` of a package, or lies anywhere else; `formwork data import` is told where.',
        'A cell passes through trim, `blank`, `case`, `pad`, `values`, `date`, and then `pattern`.',
      ),
      {
        kind: 'code',
        language: 'sh',
        code: 'npx formwork data import suppliers.csv --object Supplier__c --map imports/suppliers.json',
      },
      {
        kind: 'code',
        language: 'json',
        code: compactJson(EXAMPLE_MAP),
        caption: '`imports/suppliers.json`',
      },
      heading(2, 'Properties'),
      { kind: 'properties', items: propertyDocs(ImportMapSchema) },
      heading(2, 'Columns', 'about-columns'),
      text('A heading leads to one of these, or to a list of them where one column fills several fields.'),
      { kind: 'properties', items: propertyDocs(ColumnSchema, 'columns.') },
    ],
  };
}

/** Shown in the reference and checked by its test. */
export const EXAMPLE_MAP = {
  object: 'Supplier__c',
  key: 'Code__c',
  columns: {
    Number: { field: 'Code__c', pad: { length: 6, with: '0' } },
    'Supplier name': { field: 'Name', blank: ['n/a'] },
  },
};
