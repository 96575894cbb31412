import { Type } from 'typebox';
import { operatorsOf } from '../../platform/expressions/operators.ts';
import { FIELD_TYPE_NAMES, type FieldType } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { type Block, type Doc, heading, text } from './doc.ts';
import { propertyDocs } from './property-docs.ts';

/** All field types with their options. */
export function fieldTypesDoc(): Doc {
  return {
    path: 'field-types',
    title: 'Field types',
    group: 'Languages and formats',
    summary: 'What a field may hold, and which options each type takes.',
    blocks: [
      text(
        'Every [field](kinds/field) has a `label`, a `type` and an `order`, and may have a `description`, a `help` text',
        'and `onlyActions`. The rest depends on its type.',
      ),
      {
        kind: 'table',
        caption: 'Field types',
        columns: ['Type', 'Holds', 'In the API', 'In PostgreSQL'],
        rows: FIELD_TYPE_NAMES.map((name) => {
          const { description, describeType, columnType } = fieldTypes[name];
          return {
            cells: [`[\`${name}\`](field-types#${name})`, description, `\`${describeType}\``, `\`${columnType}\``],
          };
        }),
      },
      ...FIELD_TYPE_NAMES.flatMap((name) => typeBlocks(fieldTypes[name])),
    ],
  };
}

function typeBlocks({
  name,
  label,
  description,
  options,
  valueClass,
  isSortable,
  isFilterable,
  isGenerated,
}: FieldType): Block[] {
  const hasValues = valueClass === 'choice' || valueClass === 'choices';
  const properties = propertyDocs(Type.Object(options), `${name}.`);
  const traits = [
    isSortable ? 'Records can be sorted by it.' : 'Records cannot be sorted by it.',
    ...(isFilterable ? [] : ['Lists cannot be filtered by it.']),
    ...(isGenerated ? ['The engine alone writes it.'] : []),
    ...(hasValues ? ['It needs [values](kinds/field#values).'] : []),
    `Conditions compare it with ${operatorsOf[valueClass].map((operator) => `\`${operator}\``).join(', ')}.`,
  ];
  return [
    heading(2, label === name ? label : `${label}: \`${name}\``, name),
    text(description, ...traits),
    ...(properties.length > 0 ? [{ kind: 'properties', items: properties } as const] : []),
  ];
}
