import type { FieldTypeName, ValueClass } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { GlobalFact } from '../../platform/kinds/condition-scope.ts';
import type { Catalog, CatalogField } from '../draft/catalog.ts';
import type { Choices } from '../ui/fields.tsx';

/** What the builder knows of the left side of a row. */
export interface FactInfo {
  readonly label: string;
  readonly valueClass: ValueClass;
  readonly type?: FieldTypeName;
  readonly values: CatalogField['values'];
}

/** Where a condition stands: of which object's records it speaks, and which globals it may use. */
export interface Place {
  readonly object: string;
  readonly globals: readonly GlobalFact[];
  /** True where the condition becomes SQL, which has no patterns. */
  readonly isQuery?: boolean;
}

/** What a fact stands for; undefined when there is no such thing. */
export function factInfo(catalog: Catalog, { object }: Place, fact: string): FactInfo | undefined {
  if (Object.hasOwn(CLOCK, fact)) return CLOCK[fact];
  if (fact.startsWith('$Count.')) {
    const child = catalog.child(object, fact.slice('$Count.'.length));
    return child && { label: `the number of ${child.label}`, valueClass: 'number', values: [] };
  }
  const [start, path, prefix] = fact.startsWith('$User.')
    ? ['User', fact.slice('$User.'.length), 'your ']
    : fact.startsWith('$Prior.')
      ? [object, fact.slice('$Prior.'.length), 'the former ']
      : [object, fact, ''];
  const field = catalog.resolve(start, path);
  if (!field) return undefined;
  const label = fact === '$User.Id' ? 'you' : `${prefix}${pathLabel(catalog, start, path)}`;
  const { valueClass } = fieldTypes[field.type] ?? { valueClass: 'text' };
  return { label, valueClass, type: field.type, values: field.values };
}

/** A path in words: `Provider__r.Name` is "Provider: Name". */
export function pathLabel(catalog: Catalog, object: string, path: string): string {
  const labels: string[] = [];
  let at: string | undefined = object;
  for (const name of path.split('.')) {
    const field: CatalogField | undefined = at === undefined ? undefined : catalog.step(at, name);
    labels.push(field?.label ?? name);
    at = field?.references;
  }
  return labels.join(': ');
}

/** Everything that can stand on the left of a row, grouped. */
export function factChoices(catalog: Catalog, { object, globals }: Place): readonly Choices[] {
  const own = fieldChoices(catalog, object, '', '');
  const related = catalog.fields(object).flatMap((field) => {
    if (!field.references || !field.relationshipName) return [];
    const options = fieldChoices(catalog, field.references, `${field.relationshipName}.`, `${field.label}: `);
    return [{ label: `${field.label} (${catalog.objectLabel(field.references)})`, options }];
  });
  return [
    { label: catalog.objectLabel(object), options: own },
    ...related,
    ...globals.flatMap((name) => globalChoices(catalog, object, name)),
  ].filter((group) => group.options.length > 0);
}

/** Paths to the fields of an object and of those that it points to: columns, sort orders, key facts. */
export function pathChoices(catalog: Catalog, object: string): readonly Choices[] {
  return factChoices(catalog, { object, globals: [] });
}

function fieldChoices(catalog: Catalog, object: string, path: string, label: string) {
  return catalog
    .fields(object)
    .map((field) => ({ value: `${path}${field.name}`, label: `${label}${field.label}` }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function globalChoices(catalog: Catalog, object: string, name: GlobalFact): Choices[] {
  switch (name) {
    case '$User':
      return [
        {
          label: 'The person',
          options: [
            { value: '$User.Id', label: 'You' },
            { value: '$User.Name', label: 'Your name' },
            { value: '$User.Username', label: 'Your username' },
            { value: '$User.Email', label: 'Your email' },
          ],
        },
      ];
    case '$Clock':
      return [
        {
          label: 'Now',
          options: [
            { value: '$Today', label: 'Today' },
            { value: '$Now', label: 'Now' },
          ],
        },
      ];
    case '$IsNew':
      return [{ label: 'The save', options: [{ value: '$IsNew', label: 'The record is new' }] }];
    case '$Prior':
      return [{ label: 'Before the change', options: fieldChoices(catalog, object, '$Prior.', 'Former ') }];
    case '$Count':
      return [
        {
          label: 'How many',
          options: catalog
            .children(object)
            .map((child) => ({ value: `$Count.${child.name}`, label: `Number of ${child.label}` })),
        },
      ];
  }
}

const CLOCK: Readonly<Record<string, FactInfo>> = {
  $Now: { label: 'now', valueClass: 'datetime', values: [] },
  $Today: { label: 'today', valueClass: 'date', values: [] },
  $IsNew: { label: 'the record is new', valueClass: 'boolean', values: [] },
};
