import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { queries } from '../queries.ts';
import { useModelVersion } from '../session.ts';
import { Failure } from '../shell/Failure.tsx';
import { Loading } from '../shell/Loading.tsx';
import { RecordHeader } from './RecordHeader.tsx';
import { RelatedLists } from './RelatedLists.tsx';
import { Sections } from './Sections.tsx';
import { StatusPath } from './StatusPath.tsx';
import { SystemInfo } from './SystemInfo.tsx';

/** One record: `/r/{Object}/{Id}/view`. */
export function RecordPage() {
  const { object = '', id = '' } = useParams();
  const record = useQuery(queries.record(object, id));
  useModelVersion(record.data?.modelVersion);
  if (!record.data) {
    if (record.error) return <Failure error={record.error} onRetry={() => void record.refetch()} />;
    return <Loading label="Loading the record" shape="record" />;
  }
  const { data } = record;
  return (
    <article className="fw-record" key={`${object} ${id}`}>
      <RecordHeader record={data} />
      {data.page.path && <StatusPath path={data.page.path} field={data.fields[data.page.path.field]} />}
      <div className="fw-record__columns">
        <div className="fw-record__main">
          <Sections record={data} />
          <RelatedLists record={data} />
        </div>
        <aside className="fw-record__side" aria-label="About this record">
          <SystemInfo record={data} />
        </aside>
      </div>
    </article>
  );
}
