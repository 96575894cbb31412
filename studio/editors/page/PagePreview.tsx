import { useQuery } from '@tanstack/react-query';
import type { RecordPage } from '../../../runtime/client/api.ts';
import { Value } from '../../../runtime/pages/fields/Value.tsx';
import { Sections } from '../../../runtime/pages/record/Sections.tsx';
import { StatusPath } from '../../../runtime/pages/record/StatusPath.tsx';
import { useStudio } from '../../state/studio-context.ts';
import { usePageState } from './page-state.ts';
import { previewOf } from './preview.ts';
import { sampleQuery } from './sample.ts';

/** The page as people will see it, with the values of a record that is there. */
export function PagePreview() {
  const { elements, catalog } = useStudio();
  const { page, object } = usePageState();
  const views = elements.partsOf(object, 'listView').map((view) => view.component.slice(object.length + 1));
  const sample = useQuery(sampleQuery(object, views));
  const record = previewOf({ elements, catalog }, page, sample.data);
  return (
    <section className="st-preview" aria-label="Preview">
      <p className="st-hint">
        {sample.data ? `With the values of ${sample.data.name}.` : 'Without values: there is no record to show.'}{' '}
        Everyone sees the fields that they may read.
      </p>
      <div className="st-preview__page">
        <PreviewHead record={record} />
        {record.page.path && <StatusPath path={record.page.path} field={record.fields[record.page.path.field]} />}
        <Sections record={record} />
        {record.related.map((related) => (
          <section className="fw-section" key={related.relationship}>
            <h2 className="fw-section__heading">{related.label}</h2>
            <p className="st-preview__columns">
              {related.columns.map((column) => column.label).join(' · ') || 'No columns yet'}
            </p>
          </section>
        ))}
      </div>
    </section>
  );
}

function PreviewHead({ record }: { readonly record: RecordPage }) {
  return (
    <header className="fw-recordhead">
      <p className="fw-eyebrow">{record.object.label}</p>
      <p className="st-preview__name">{record.name}</p>
      <dl className="fw-facts">
        {record.page.highlights.map((fact) => (
          <div key={fact.path}>
            <dt>{fact.label}</dt>
            <dd>
              <Value cell={fact.cell} info={fact} />
            </dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
