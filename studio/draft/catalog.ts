import type { FieldTypeName } from '../../platform/fields/field-type.ts';
import { childRelationshipName, relationshipName } from '../../platform/kinds/field-name.ts';
import type { ObjectProperties } from '../../platform/kinds/object/schema.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import { systemFields } from '../../platform/layers/system-fields.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { nameOf } from './element-id.ts';
import { type Elements, type StudioElement, textOf } from './elements.ts';

/** A field as the studio needs it while a draft may not compile yet. */
export interface CatalogField {
  readonly element: ElementId;
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly type: FieldTypeName;
  readonly references?: string;
  readonly relationshipName?: string;
  readonly values: readonly { readonly value: string; readonly label: string; readonly isActive: boolean }[];
  /** Declared by the engine for every object: it can be shown and compared, not changed. */
  readonly isSystem: boolean;
}

/** A list of records that point to an object. */
export interface CatalogChild {
  readonly name: string;
  readonly label: string;
  readonly object: string;
  readonly field: string;
}

/** Which fields there are and where paths lead, with the draft applied. */
export interface Catalog {
  fields(object: string): readonly CatalogField[];
  /** A field by its name or by the name of its relationship, ignoring case. */
  step(object: string, name: string): CatalogField | undefined;
  /** The field at the end of a path such as `Provider__r.Name`. */
  resolve(object: string, path: string): CatalogField | undefined;
  children(object: string): readonly CatalogChild[];
  child(object: string, relationship: string): CatalogChild | undefined;
  /** Singular label of an object, or its name. */
  objectLabel(object: string): string;
}

/** Reads fields from the elements, and adds those that every object has. */
export function catalogOf(elements: Elements): Catalog {
  const fields = memo((object) => [
    ...systemFieldsOf(elements, object),
    ...elements.partsOf(object, 'field').map((field) => fieldOf(elements, field)),
  ]);
  const children = memo((object) => childrenOf(elements, object));
  const step = (object: string, name: string) =>
    fields(object).find((field) => isSame(field.name, name) || isSame(field.relationshipName, name));
  return {
    fields,
    step,
    resolve: (object, path) => {
      const steps = path.split('.');
      let at: string | undefined = object;
      let field: CatalogField | undefined;
      for (const [index, name] of steps.entries()) {
        field = at === undefined ? undefined : step(at, name);
        // On the way a path names relationships, at its end a field.
        const isRight = index === steps.length - 1 ? isSame(field?.name, name) : isSame(field?.relationshipName, name);
        if (!field || !isRight) return undefined;
        at = field.references;
      }
      return field;
    },
    children,
    child: (object, name) => children(object).find((child) => isSame(child.name, name)),
    objectLabel: (object) => textOf(elements.byId.get(`object:${object}`), 'label') ?? object,
  };
}

function systemFieldsOf(elements: Elements, object: string): CatalogField[] {
  const owner = elements.byId.get(`object:${object}`);
  if (!owner) return [];
  const isDetail = elements.partsOf(object, 'field').some((field) => field.properties.type === 'MasterDetail');
  const properties = { ...owner.properties, nameField: nameFieldOf(owner) } as ObjectProperties; // No more is read.
  return systemFields(object, properties, isDetail).map(systemField);
}

/** How records are named; while a draft says it wrongly, by text. */
function nameFieldOf({ properties: { nameField } }: StudioElement): ObjectProperties['nameField'] {
  const isGiven = typeof nameField === 'object' && nameField !== null && 'type' in nameField;
  return isGiven ? (nameField as ObjectProperties['nameField']) : { type: 'Text', label: 'Name' }; // The kind's shape.
}

function systemField(field: FieldDef): CatalogField {
  return {
    element: field.element,
    object: field.object,
    name: field.name,
    label: field.label,
    type: field.type,
    ...(field.references !== undefined && { references: field.references }),
    ...(field.relationshipName !== undefined && { relationshipName: field.relationshipName }),
    values: field.values ?? [],
    isSystem: true,
  };
}

function fieldOf(elements: Elements, field: StudioElement): CatalogField {
  const name = nameOf(field.component);
  const references = textOf(field, 'references');
  return {
    element: field.id,
    object: field.component.slice(0, field.component.indexOf('.')),
    name,
    label: textOf(field, 'label') ?? name,
    // The kind's schema allows nothing else; a wrong one is among the problems.
    type: (textOf(field, 'type') ?? 'Text') as FieldTypeName,
    ...(references !== undefined && { references, relationshipName: relationshipName(name) }),
    values: elements.items(field.id, 'values').map((item) => ({
      value: item.path[1] ?? '',
      label: textOf(item, 'label') ?? item.path[1] ?? '',
      isActive: item.properties.active !== false,
    })),
    isSystem: false,
  };
}

function childrenOf(elements: Elements, object: string): CatalogChild[] {
  return elements
    .components('field')
    .filter((field) => isSame(textOf(field, 'references'), object) && textOf(field, 'childRelationship') !== undefined)
    .map((field) => {
      const child = field.component.slice(0, field.component.indexOf('.'));
      const name = textOf(field, 'childRelationship') ?? '';
      return {
        name: childRelationshipName(nameOf(field.component), name),
        label: textOf(field, 'childLabel') ?? textOf(elements.byId.get(`object:${child}`), 'pluralLabel') ?? name,
        object: child,
        field: nameOf(field.component),
      };
    });
}

const isSame = (a: string | undefined, b: string) => a !== undefined && a.toLowerCase() === b.toLowerCase();

function memo<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
