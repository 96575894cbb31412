import { AddIcon } from '@cmsgov/design-system';
import { Link } from 'react-router';
import type { RecordPage, RelatedList } from '../../client/api.ts';
import { formatNumber } from '../format/numbers.ts';
import { useReader } from '../format/reader.ts';
import { RecordTable } from '../list/RecordTable.tsx';
import { paths } from '../paths.ts';

/** The records that point to this one. */
export function RelatedLists({ record }: { readonly record: RecordPage }) {
  const { id } = record;
  if (id === null) return null;
  return record.related.map((related) => <Related key={related.relationship} related={related} parentId={id} />);
}

function Related({ related, parentId }: { readonly related: RelatedList; readonly parentId: string }) {
  const reader = useReader();
  const heading = `related-${related.relationship}`;
  const { object, rows, total } = related;
  return (
    <section className="fw-section" aria-labelledby={heading}>
      <div className="fw-section__head">
        <h2 className="fw-section__heading" id={heading}>
          {related.label} <span className="fw-count">{formatNumber(total, reader)}</span>
        </h2>
        {related.canCreate && (
          <Link
            className="ds-c-button ds-c-button--small"
            to={paths.newRecord(object.name, { [related.field]: parentId })}
            aria-label={`New ${object.label}`}
          >
            <AddIcon /> New
          </Link>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="fw-section__empty">No {object.pluralLabel} yet.</p>
      ) : (
        <RecordTable caption={related.label} object={object.name} columns={related.columns} rows={rows} />
      )}
      {total > rows.length && (
        <p className="fw-section__more">
          The first {formatNumber(rows.length, reader)} of {formatNumber(total, reader)} are shown.
        </p>
      )}
    </section>
  );
}
