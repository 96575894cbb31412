import type { FieldInfo, RecordPage } from '../../client/api.ts';
import { fieldControls } from '../fields/registry.ts';
import { Value } from '../fields/Value.tsx';

type Section = RecordPage['page']['sections'][number];

/** The record's fields under their headings. */
export function Sections({ record }: { readonly record: RecordPage }) {
  return record.page.sections.map((section) => <SectionView key={section.id} section={section} record={record} />);
}

function SectionView({ section, record }: { readonly section: Section; readonly record: RecordPage }) {
  const fields = section.fields.flatMap((name) => record.fields[name] ?? []);
  if (fields.length === 0) return null;
  const heading = `section-${section.id}`;
  return (
    <section className="fw-section" aria-labelledby={heading}>
      <h2 className="fw-section__heading" id={heading}>
        {section.label}
      </h2>
      <dl className={`fw-fields fw-fields--${section.columns}`}>
        {fields.map((field) => (
          <FieldView key={field.name} field={field} record={record} />
        ))}
      </dl>
    </section>
  );
}

function FieldView({ field, record }: { readonly field: FieldInfo; readonly record: RecordPage }) {
  const value = record.values[field.name]?.value ?? null;
  // A blank needs no room of its own.
  const isWide = fieldControls[field.type].isWide && value !== null && value !== '';
  return (
    <div className={isWide ? 'fw-fields__field fw-fields__field--wide' : 'fw-fields__field'}>
      <dt>{field.label}</dt>
      <dd>
        <Value cell={record.values[field.name]} info={field} />
      </dd>
    </div>
  );
}
