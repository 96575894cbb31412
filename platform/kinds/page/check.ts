import { resolveFieldPath } from '../field-path.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentsOf, ComponentView, ModelView, ObjectView } from '../model-view.ts';
import type { PageProperties, RelatedListProperties, SectionProperties } from './schema.ts';

type Items<T = unknown> = Readonly<Record<string, T>>;
type PageFile = PageProperties & {
  readonly highlights?: Items;
  readonly pathSteps?: Items;
  readonly sections?: Items<SectionProperties & { readonly items?: Items }>;
  readonly relatedLists?: Items<RelatedListProperties & { readonly columns?: Items }>;
};

/** A page is the only one of its object and shows what the object has. */
export function checkPage(component: ComponentView, model: ModelView, componentsOf: ComponentsOf): Finding[] {
  const page = component.value as PageFile; // fits the kind's schema
  const object = model.objects.get(page.object);
  if (object === undefined) {
    return [
      danglingReference({ pointer: '/object', what: 'object', found: page.object, candidates: model.objects.keys() }),
    ];
  }
  return [
    ...checkOnlyPage(component, page, componentsOf),
    ...checkStatusPath(page, object),
    ...Object.keys(page.highlights ?? {}).flatMap(
      (path) => resolveFieldPath(model, object, { path, pointer: pointerTo('highlights', path) }).findings,
    ),
    ...checkSections(page, object),
    ...Object.entries(page.relatedLists ?? {}).flatMap(([name, list]) =>
      checkRelatedList(model, object, { name, list }),
    ),
  ];
}

/** The first page by name is taken as meant. */
function checkOnlyPage({ name }: ComponentView, { object }: PageFile, componentsOf: ComponentsOf): Finding[] {
  const pages = componentsOf('page', object);
  const first = pages.map((page) => page.name).sort()[0];
  if (first === undefined || first === name) return [];
  return [
    finding(
      'DUPLICATE_PAGE',
      '/object',
      `${object} has a page already: ${first}. Add to that one with "extends": true.`,
      object,
    ),
  ];
}

function checkStatusPath({ pathField, pathSteps = {} }: PageFile, object: ObjectView): Finding[] {
  const steps = Object.keys(pathSteps);
  if (pathField === undefined) {
    if (steps.length === 0) return [];
    return [finding('MISSING_PROPERTY', '/pathSteps', 'Path steps need a "pathField" whose values they are.')];
  }
  const field = object.fields.get(pathField);
  if (field === undefined) {
    const what = `field of ${object.name}`;
    return [danglingReference({ pointer: '/pathField', what, found: pathField, candidates: object.fields.keys() })];
  }
  if (field.type !== 'Picklist') {
    return [
      finding(
        'WRONG_FIELD_TYPE',
        '/pathField',
        `A status path needs a picklist; ${pathField} is of type ${field.type}.`,
        pathField,
      ),
    ];
  }
  const values = (field.values ?? []).map(({ value }) => value);
  return steps
    .filter((step) => !values.includes(step))
    .map((step) =>
      danglingReference({
        pointer: pointerTo('pathSteps', step),
        what: `value of ${pathField}`,
        found: step,
        candidates: values,
      }),
    );
}

function checkSections({ sections = {} }: PageFile, object: ObjectView): Finding[] {
  const seen = new Map<string, string>();
  return Object.entries(sections).flatMap(([section, { items = {} }]) =>
    Object.keys(items).flatMap((name) => {
      const pointer = pointerTo('sections', section, 'items', name);
      if (!object.fields.has(name)) {
        const what = `field of ${object.name}`;
        return [danglingReference({ pointer, what, found: name, candidates: object.fields.keys() })];
      }
      const before = seen.get(name);
      seen.set(name, section);
      if (before === undefined) return [];
      return [finding('DUPLICATE_ITEM', pointer, `${name} stands in the section "${before}" already.`, name)];
    }),
  );
}

function checkRelatedList(
  model: ModelView,
  object: ObjectView,
  { name, list }: { name: string; list: { readonly columns?: Items } },
): Finding[] {
  const relationship = object.children.find((each) => each.name === name);
  const pointer = pointerTo('relatedLists', name);
  if (relationship === undefined) {
    const candidates = object.children.map((each) => each.name);
    return [danglingReference({ pointer, what: `child relationship of ${object.name}`, found: name, candidates })];
  }
  const child = model.objects.get(relationship.object);
  const paths = Object.keys(list.columns ?? {});
  if (paths.length === 0) return [finding('MISSING_ITEMS', pointer, 'A related list needs at least one column.')];
  if (child === undefined) return [];
  return paths.flatMap(
    (path) => resolveFieldPath(model, child, { path, pointer: `${pointer}${pointerTo('columns', path)}` }).findings,
  );
}
