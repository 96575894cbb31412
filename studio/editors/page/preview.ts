import type { Cell, FieldInfo, RecordPage, RelatedList } from '../../../runtime/client/api.ts';
import { pathLabel } from '../../conditions/facts.ts';
import type { CatalogField } from '../../draft/catalog.ts';
import { isSet, type StudioElement, textOf } from '../../draft/elements.ts';
import type { StudioState } from '../../state/studio-context.ts';

type Known = Pick<StudioState, 'elements' | 'catalog'>;

const BLANK: Cell = { value: null };

/** The page of a record as the server would tell it, with the draft's page and the values of a record that is live. */
export function previewOf(known: Known, page: StudioElement, sample: RecordPage | null | undefined): RecordPage {
  const object = textOf(page, 'object') ?? '';
  const owner = known.elements.byId.get(`object:${object}`);
  const fields = Object.fromEntries(known.catalog.fields(object).map((field) => [field.name, fieldInfo(known, field)]));
  return {
    object: {
      name: object,
      label: known.catalog.objectLabel(object),
      pluralLabel: textOf(owner, 'pluralLabel') ?? object,
    },
    id: sample?.id ?? null,
    name: sample?.name ?? `A ${known.catalog.objectLabel(object).toLowerCase()}`,
    version: null,
    fields,
    values: sample?.values ?? {},
    page: {
      name: page.component,
      ...pathOf(known, page, object, sample),
      highlights: known.elements.items(page.id, 'highlights').map((item) => highlightOf(known, object, item, sample)),
      sections: known.elements.items(page.id, 'sections').map((section) => ({
        id: section.path[1] ?? '',
        label: textOf(section, 'label') ?? '',
        columns: section.properties.columns === 1 ? 1 : 2,
        fields: known.elements.items(section.id, 'items').map((item) => item.path.at(-1) ?? ''),
      })),
    },
    related: known.elements.items(page.id, 'relatedLists').flatMap((item) => relatedOf(known, object, item)),
    actions: [],
    canEdit: false,
    canDelete: false,
    createdBy: null,
    createdDate: null,
    lastModifiedBy: null,
    lastModifiedDate: null,
    modelVersion: 0,
  };
}

function fieldInfo({ elements }: Known, field: CatalogField): FieldInfo {
  const element = elements.byId.get(field.element);
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    help: textOf(element, 'help') ?? '',
    isRequired: isSet(element, 'required'),
    isEditable: false,
    values: field.values,
    ...(field.references !== undefined && { references: field.references }),
    ...(typeof element?.properties.scale === 'number' && { scale: element.properties.scale }),
  };
}

function pathOf(
  { elements, catalog }: Known,
  page: StudioElement,
  object: string,
  sample: RecordPage | null | undefined,
): Pick<RecordPage['page'], 'path'> {
  const field = catalog.step(object, textOf(page, 'pathField') ?? '');
  if (!field) return {};
  const chosen = elements.items(page.id, 'pathSteps').map((step) => step.path[1] ?? '');
  const all = field.values.filter((value) => value.isActive).map(({ value, label }) => ({ value, label }));
  const steps = chosen.map((value) => field.values.find((one) => one.value === value) ?? { value, label: value });
  const current = sample?.values[field.name]?.value ?? all[0]?.value ?? null;
  return {
    path: {
      field: field.name,
      steps: steps.length > 0 ? steps.map(({ value, label }) => ({ value, label })) : all,
      current: typeof current === 'string' ? current : null,
    },
  };
}

function highlightOf(
  { catalog }: Known,
  object: string,
  item: StudioElement,
  sample: RecordPage | null | undefined,
): RecordPage['page']['highlights'][number] {
  const path = item.path.at(-1) ?? '';
  const field = catalog.resolve(object, path);
  const live = sample?.page.highlights.find((one) => one.path === path);
  return {
    path,
    label: live?.label ?? pathLabel(catalog, object, path),
    type: field?.type ?? 'Text',
    cell: live?.cell ?? sample?.values[path] ?? BLANK,
    ...(field?.references !== undefined && { references: field.references }),
    ...(field && { values: field.values }),
  };
}

function relatedOf({ elements, catalog }: Known, object: string, item: StudioElement): RelatedList[] {
  const child = catalog.child(object, item.path.at(-1) ?? '');
  if (!child) return [];
  const owner = elements.byId.get(`object:${child.object}`);
  return [
    {
      relationship: child.name,
      label: textOf(item, 'label') ?? child.label,
      object: {
        name: child.object,
        label: catalog.objectLabel(child.object),
        pluralLabel: textOf(owner, 'pluralLabel') ?? child.object,
      },
      field: child.field,
      columns: elements.items(item.id, 'columns').map((column) => {
        const path = column.path.at(-1) ?? '';
        const label = textOf(column, 'label') ?? pathLabel(catalog, child.object, path);
        return { path, label, type: catalog.resolve(child.object, path)?.type ?? 'Text', isSortable: false };
      }),
      rows: [],
      total: 0,
      canCreate: false,
    },
  ];
}
