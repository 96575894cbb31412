import { useState } from 'react';
import { Link } from 'react-router';
import type { FieldTypeName } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { kinds } from '../../platform/kinds/index.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import { ORG } from '../../platform/packages/element.ts';
import { nameOf } from '../draft/element-id.ts';
import { isSet, type StudioElement, textOf } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { elementPath, studioPaths } from '../paths.ts';
import { packageLabel } from '../properties/Origin.tsx';
import { PropertyForm } from '../properties/PropertyForm.tsx';
import { useStudio } from '../state/studio-context.ts';
import { Marks } from '../structure/Marks.tsx';
import { TextInput } from '../ui/fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import { CollectionEditor } from './CollectionEditor.tsx';
import { ComponentHeading, useEditorFrame } from './component-frame.tsx';
import type { EditorProps } from './EditorPage.tsx';

/** From this many fields on, a box to find one is quicker than looking. */
const MANY = 12;

/** An object: its fields, page, rules, actions and views on the canvas, what it is beside it. */
export function ObjectEditor({ element }: EditorProps) {
  const { frame, schema } = useEditorFrame(element);
  const object = element.component;
  return (
    <EditorFrame
      {...frame}
      properties={
        <>
          <ComponentHeading />
          <PropertyForm element={element} schema={schema} />
        </>
      }
    >
      <Fields object={object} />
      <Pages object={object} />
      <Parts object={object} kind="validationRule" />
      <Parts object={object} kind="action" />
      <Parts object={object} kind="listView" />
      <CollectionEditor parent={element} collection="uniqueKeys" />
    </EditorFrame>
  );
}

function Fields({ object }: { readonly object: string }) {
  const { elements } = useStudio();
  const [search, setSearch] = useState('');
  const fields = elements.partsOf(object, 'field');
  const shown = fields.filter((field) =>
    `${labelOf(field.id, elements.byId)} ${field.component}`.toLowerCase().includes(search.trim().toLowerCase()),
  );
  return (
    <section className="st-block">
      <BlockHeading kind="field" object={object} count={fields.length} />
      {fields.length >= MANY && <TextInput label="Find a field" type="search" value={search} onChange={setSearch} />}
      {fields.length > 0 && <FieldTable fields={shown} />}
      {shown.length === 0 && (
        <p className="st-empty">
          {fields.length === 0 ? 'It has only the fields that every object has.' : 'No field has these words.'}
        </p>
      )}
    </section>
  );
}

function FieldTable({ fields }: { readonly fields: readonly StudioElement[] }) {
  const { elements, model } = useStudio();
  return (
    <table className="st-table st-table--cards">
      <thead>
        <tr>
          <th scope="col">Label</th>
          <th scope="col">API name</th>
          <th scope="col">Type</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.id}>
            <th scope="row">
              <Link to={elementPath(field.id)}>{labelOf(field.id, elements.byId)}</Link>
              {isSet(field, 'required') && <span className="st-tag">required</span>}
              <Marks id={field.id} />
            </th>
            <td>
              <code>{nameOf(field.component)}</code>
            </td>
            <td>{typeWords(field)}</td>
            <td>
              {field.owner === ORG ? 'Added here' : packageLabel(field.owner, model.packages).replace(/ \(.*/, '')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function typeWords(field: StudioElement): string {
  const type = textOf(field, 'type') as FieldTypeName; // The kind's schema allows no other.
  const target = textOf(field, 'references');
  const label = fieldTypes[type]?.label ?? type;
  return target === undefined ? label : `${label} to ${target}`;
}

function Parts({ object, kind }: { readonly object: string; readonly kind: KindName }) {
  const { elements } = useStudio();
  const parts = elements.partsOf(object, kind);
  return (
    <section className="st-block">
      <BlockHeading kind={kind} object={object} count={parts.length} />
      {parts.length === 0 && <p className="st-empty">There is none yet.</p>}
      <ul className="st-links">
        {parts.map((part) => (
          <PartLink key={part.id} part={part} />
        ))}
      </ul>
    </section>
  );
}

function Pages({ object }: { readonly object: string }) {
  const { elements } = useStudio();
  const pages = elements.components('page').filter((page) => textOf(page, 'object') === object);
  return (
    <section className="st-block">
      <BlockHeading kind="page" object={object} count={pages.length} isOne />
      {pages.length === 0 && <p className="st-empty">Records are shown with all their fields until there is one.</p>}
      <ul className="st-links">
        {pages.map((page) => (
          <PartLink key={page.id} part={page} />
        ))}
      </ul>
    </section>
  );
}

function PartLink({ part }: { readonly part: StudioElement }) {
  const { elements } = useStudio();
  const note = textOf(part, 'errorMessage') ?? textOf(part, 'description');
  return (
    <li>
      <Icon name={part.kind} />
      <span>
        <Link to={elementPath(part.id)}>{labelOf(part.id, elements.byId)}</Link>
        {part.properties.active === false && <span className="st-tag">inactive</span>}
        <Marks id={part.id} />
        {note !== undefined && <span className="st-results__where">{note}</span>}
      </span>
    </li>
  );
}

interface BlockHeadingProps {
  readonly kind: KindName;
  readonly object: string;
  readonly count: number;
  /** An object has only one of it. */
  readonly isOne?: boolean;
}

function BlockHeading({ kind, object, count, isOne = false }: BlockHeadingProps) {
  const { label, pluralLabel } = kinds[kind];
  return (
    <div className="st-block__heading">
      <h2>
        {isOne ? label : pluralLabel} {!isOne && <span className="st-count">{count}</span>}
      </h2>
      {(!isOne || count === 0) && (
        <Link className="ds-c-button ds-c-button--small" to={studioPaths.create(kind, object)}>
          New {label.toLowerCase()}
        </Link>
      )}
    </div>
  );
}
