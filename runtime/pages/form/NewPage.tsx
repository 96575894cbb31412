import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { paths } from '../paths.ts';
import { queries } from '../queries.ts';
import { useModelVersion } from '../session.ts';
import { Failure } from '../shell/Failure.tsx';
import { Loading } from '../shell/Loading.tsx';
import { RecordForm } from './RecordForm.tsx';

/** A record to be: `/o/{Object}/new`; the address may give values to begin with. */
export function NewPage() {
  const { object = '' } = useParams();
  const [address] = useSearchParams();
  const page = useQuery({
    ...queries.newRecord(object, Object.fromEntries(address)),
    staleTime: Number.POSITIVE_INFINITY, // A form under one's hands is not exchanged.
  });
  useModelVersion(page.data?.modelVersion);
  if (!page.data) {
    if (page.error) return <Failure error={page.error} onRetry={() => void page.refetch()} />;
    return <Loading label="Loading the form" shape="record" />;
  }
  const { data } = page;
  return (
    <RecordForm
      key={address.toString()}
      record={data}
      title={`New ${data.object.label}`}
      cancelTo={paths.list(object)}
    />
  );
}
