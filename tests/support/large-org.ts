import type { Json } from '../../platform/json.ts';
import { componentOfFile } from '../../platform/kinds/kind-path.ts';
import { digestOf } from '../../platform/packages/digest.ts';
import type { Package } from '../../platform/packages/element.ts';
import { ElementMap } from '../../platform/packages/element-map.ts';
import { elementsOfFile } from '../../platform/packages/elements.ts';
import { loadPackages } from '../../platform/packages/load.ts';

/** How large an org is. */
export interface OrgSize {
  readonly objects: number;
  /** Fields of each object, of all types in turn. */
  readonly fields: number;
}

/**
 * A large org as packages, always the same: objects that point to each other, each with a page, list views, validation
 * rules and an action, and permission sets with a row for every object and field. With the system package first.
 */
export async function largePackages(size: OrgSize): Promise<Package[]> {
  const { packages } = await loadPackages([]);
  const objects = Array.from({ length: size.objects }, (_, index) => index);
  const parts = objects.flatMap((index) => objectFiles(index, size));
  return [
    ...packages,
    packageOf('@large/objects', [], parts),
    packageOf(
      '@large/access',
      ['@large/objects'],
      [
        ...SETS.map(({ name, row, grant }) => permissionSetFile(name, size, { row, grant })),
        [
          'apps/Large.json',
          { label: 'Large', order: 10, tabs: items(objects.slice(0, 20).map(objectName), () => ({})) },
        ],
      ],
    ),
  ];
}

/** Name of an object of the large org, from 0 on. */
export function objectName(index: number): string {
  return `Thing_${String(index).padStart(3, '0')}__c`;
}

/** Name of a field of each of its objects, from 0 on. */
export function fieldName(index: number): string {
  return `${typeAt(index)}_${String(index).padStart(3, '0')}__c`;
}

type File = readonly [path: string, value: Json];

/** Types of the fields in turn. */
const TYPES = [
  'Text',
  'Picklist',
  'Number',
  'Checkbox',
  'Date',
  'Lookup',
  'LongText',
  'DateTime',
  'Email',
  'Percent',
  'MultiPicklist',
  'Phone',
  'Url',
] as const;
type TypeName = (typeof TYPES)[number] | 'MasterDetail' | 'AutoNumber';

const SETS = [
  { name: 'Large_Reader', row: { read: true }, grant: { read: true } },
  { name: 'Large_Editor', row: { read: true, create: true, edit: true }, grant: { read: true, edit: true } },
  { name: 'Large_Auditor', row: { read: true, viewAll: true }, grant: { read: true } },
] as const;

/** The first field of every fifth object is its master, the second of each a running number. */
function typeOf(object: number, index: number): TypeName {
  return isDetail(object) && index === 0 ? 'MasterDetail' : index === 1 ? 'AutoNumber' : typeAt(index);
}

function typeAt(index: number): (typeof TYPES)[number] {
  return TYPES[index % TYPES.length] ?? 'Text';
}

function isDetail(object: number): boolean {
  return object % 5 === 4;
}

function objectFiles(object: number, size: OrgSize): File[] {
  const folder = `objects/${objectName(object)}`;
  const fields = Array.from({ length: size.fields }, (_, index) => index);
  const label = `Thing ${object}`;
  const sharing = isDetail(object) ? 'ControlledByParent' : 'Private';
  const nameField = { type: 'Text', label: `${label} name` };
  const page = { label: `${label} page`, object: objectName(object), sections: sectionsOf(object, size) };
  return [
    [`${folder}/object.json`, { label, pluralLabel: `${label}s`, nameField, sharing }],
    ...fields.map((index): File => [`${folder}/fields/${fieldName(index)}.json`, fieldFile(object, index, size)]),
    ...[0, 1, 2].map((index): File => [`${folder}/listViews/View_${index}.json`, listViewFile(object, index, size)]),
    ...[0, 1].map((index): File => [`${folder}/validationRules/Rule_${index}.json`, ruleFile(object, index, size)]),
    [`pages/Page_of_${objectName(object).replace('__c', '')}.json`, { ...page, ...relatedLists(object, size) }],
  ];
}

function fieldFile(object: number, index: number, size: OrgSize): Json {
  const type = typeOf(object, index);
  return { label: `${type} ${index} of thing ${object}`, type, order: index * 10, ...optionsOf(object, index, size) };
}

function optionsOf(object: number, index: number, { objects }: OrgSize): { readonly [key: string]: Json } {
  const target = objectName((object * 7 + index) % objects);
  switch (typeOf(object, index)) {
    case 'Text':
      return { length: 80, help: `What number ${index} is called.` };
    case 'Number':
      return { precision: 12, scale: 2 };
    case 'AutoNumber':
      return { format: 'T-{00000}' };
    case 'Picklist':
    case 'MultiPicklist':
      return { values: items(['New', 'Open', 'Waiting', 'Closed'], (name) => ({ label: name })) };
    case 'Lookup':
      return { references: target };
    case 'MasterDetail':
      return { references: objectName(object - 1), childRelationship: `Details_${object}`, childLabel: 'Details' };
    default:
      return {};
  }
}

function sectionsOf(object: number, { fields }: OrgSize): Json {
  const names = Array.from({ length: fields }, (_, index) => fieldName(index));
  const count = Math.ceil(fields / 20);
  const sections = Array.from({ length: count }, (_, index) => `section${index}`);
  return items(sections, (name) => ({
    label: `Part ${name.slice(7)} of thing ${object}`,
    items: items(
      names.filter((_, index) => Math.floor(index / 20) === Number(name.slice(7))),
      () => ({}),
    ),
  }));
}

/** The object before a detail lists its details. */
function relatedLists(object: number, { objects }: OrgSize): { readonly [key: string]: Json } {
  if (!isDetail(object + 1) || object + 1 >= objects) return {};
  const columns = items(['Name', fieldName(1), fieldName(2)], () => ({}));
  return { relatedLists: { [`Details_${object + 1}__r`]: { order: 10, columns } } };
}

function listViewFile(object: number, index: number, { fields }: OrgSize): Json {
  const names = Array.from({ length: Math.min(6, fields) }, (_, at) => fieldName((index * 7 + at) % fields));
  const lookup = Math.floor((fields - 1) / TYPES.length) * TYPES.length + 5;
  const path = lookup < fields ? [`${fieldName(lookup).replace('__c', '__r')}.Name`] : [];
  const filter = { fact: fieldName(3), operator: 'equal', value: true };
  const columns = items(['Name', ...names, ...path], () => ({}));
  return { label: `View ${index} of thing ${object}`, order: index * 10, filter, columns };
}

function ruleFile(object: number, index: number, size: OrgSize): Json {
  const number = fieldName(2);
  const limit = { fact: number, operator: 'greaterThan', value: 1000 + index };
  const errorCondition = { all: [{ fact: fieldName(3), operator: 'equal', value: false }, limit] };
  const errorMessage = `Thing ${object} of ${size.objects} is limited to ${1000 + index}.`;
  return { order: index * 10, active: true, errorCondition, errorMessage, errorDisplayField: number };
}

function permissionSetFile(
  name: string,
  size: OrgSize,
  { row, grant }: { readonly row: Json; readonly grant: Json },
): File {
  const objects = Array.from({ length: size.objects }, (_, index) => index);
  const fields = objects.flatMap((object) =>
    Array.from({ length: size.fields }, (_, index) => index).flatMap((index): [string, Json][] =>
      isOpen(typeOf(object, index)) ? [[`${objectName(object)}.${fieldName(index)}`, grant]] : [],
    ),
  );
  const rows = Object.fromEntries(objects.map((object) => [objectName(object), row]));
  return [
    `permissionSets/${name}.json`,
    { label: name.replace('_', ' '), apps: { Large: {} }, objects: rows, fields: Object.fromEntries(fields) },
  ];
}

/** Whether a row may open a field for writing; masters and numbers open by themselves. */
function isOpen(type: TypeName): boolean {
  return type !== 'AutoNumber' && type !== 'MasterDetail';
}

function items(keys: readonly string[], item: (key: string) => { readonly [key: string]: Json }): Json {
  return Object.fromEntries(keys.map((key, index) => [key, { ...item(key), order: index * 10 }]));
}

function packageOf(name: string, dependencies: readonly string[], files: readonly File[]): Package {
  const elements = files.flatMap(([file, value]) => {
    const component = componentOfFile(file);
    if (component === undefined) throw new Error(`No kind has files like ${file}`);
    return elementsOfFile({ ...component, file, owner: name, value }).elements;
  });
  const content = { name, version: '1.0.0', label: name, description: '', dependencies };
  const whole = { ...content, elements: ElementMap.from(elements) };
  return { ...whole, digest: digestOf(whole) };
}
