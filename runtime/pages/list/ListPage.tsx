import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import type { ListRequest } from '../../client/client.ts';
import { queries } from '../queries.ts';
import { useModelVersion } from '../session.ts';
import { Failure } from '../shell/Failure.tsx';
import { Loading } from '../shell/Loading.tsx';
import { EmptyList } from './EmptyList.tsx';
import { ListHeader } from './ListHeader.tsx';
import { ListTable } from './ListTable.tsx';
import { listRequestOf } from './list-address.ts';
import { Pager } from './Pager.tsx';

/** What the API takes for the object's first list view. */
const FIRST_VIEW = '-';

/** The records of one list view: `/o/{Object}/list?filterName={ListView}`. */
export function ListPage() {
  const { object = '' } = useParams();
  const [address] = useSearchParams();
  const view = address.get('filterName') ?? FIRST_VIEW;
  const list = useList(object, view, listRequestOf(address));
  useModelVersion(list.data?.modelVersion);
  if (!list.data) {
    if (list.error) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
    return <Loading label="Loading the list" shape="table" />;
  }
  const { data } = list;
  return (
    <div className="fw-page fw-page--list" aria-busy={list.isPlaceholderData}>
      <ListHeader list={data} key={`${object} ${view}`} />
      {data.rows.length === 0 ? (
        <EmptyList list={data} search={address.get('search') ?? ''} />
      ) : (
        <>
          <ListTable list={data} isFading={list.isPlaceholderData} />
          <Pager list={data} />
        </>
      )}
    </div>
  );
}

/** Rows of the page before stay while the next ones of the same view come, so that nothing jumps. */
function useList(object: string, view: string, options: ListRequest) {
  return useQuery({
    ...queries.list(object, view, options),
    placeholderData: (previous, before) =>
      before?.queryKey[1] === object && before.queryKey[2] === view ? previous : undefined,
  });
}
