import type { RecordPage } from '../../client/api.ts';
import { formatDateTime, formatDateTimeFully } from '../format/dates.ts';
import { useReader } from '../format/reader.ts';

/** Who made the record and who changed it last. */
export function SystemInfo({ record }: { readonly record: RecordPage }) {
  return (
    <section className="fw-section fw-section--quiet" aria-labelledby="system-info">
      <h2 className="fw-section__heading" id="system-info">
        History
      </h2>
      <dl className="fw-fields fw-fields--1">
        <Trace label="Created" by={record.createdBy} at={record.createdDate} />
        <Trace label="Last changed" by={record.lastModifiedBy} at={record.lastModifiedDate} />
      </dl>
    </section>
  );
}

function Trace({ label, by, at }: { label: string; by: string | null; at: string | null }) {
  const reader = useReader();
  if (by === null && at === null) return null;
  return (
    <div className="fw-fields__field">
      <dt>{label}</dt>
      <dd>
        {by}
        {by !== null && at !== null && <br />}
        {at !== null && (
          <time dateTime={at} title={formatDateTimeFully(at, reader)} className="fw-muted">
            {formatDateTime(at, reader)}
          </time>
        )}
      </dd>
    </div>
  );
}
