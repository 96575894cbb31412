import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { paths } from '../paths.ts';
import { queries } from '../queries.ts';
import { useModelVersion } from '../session.ts';
import { Failure } from '../shell/Failure.tsx';
import { Loading } from '../shell/Loading.tsx';
import { PageHeading } from '../shell/PageHeading.tsx';
import { RecordForm } from './RecordForm.tsx';

/** Editing a record: `/r/{Object}/{Id}/edit`. */
export function EditPage() {
  const { object = '', id = '' } = useParams();
  // The form begins with fresh values: saving over what a cache remembers would be stale from the start.
  const record = useQuery({ ...queries.record(object, id), refetchOnReconnect: false });
  useModelVersion(record.data?.modelVersion);
  if (!record.data || (record.isFetching && !record.isFetchedAfterMount)) {
    if (record.error && !record.isFetching)
      return <Failure error={record.error} onRetry={() => void record.refetch()} />;
    return <Loading label="Loading the record" shape="record" />;
  }
  const { data } = record;
  if (!data.canEdit) {
    return (
      <div className="fw-page fw-page--narrow">
        <PageHeading documentTitle={data.name}>You cannot edit {data.name}</PageHeading>
        <p className="fw-lead">You may look at it. If it should be changed, ask its owner or your administrator.</p>
        <p className="fw-buttons">
          <Link className="ds-c-button ds-c-button--solid" to={paths.record(object, id)}>
            Look at {data.name}
          </Link>
        </p>
      </div>
    );
  }
  return (
    <RecordForm key={`${object} ${id}`} record={data} title={`Edit ${data.name}`} cancelTo={paths.record(object, id)} />
  );
}
