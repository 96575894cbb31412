import { queryOptions } from '@tanstack/react-query';
import type { RecordPage } from '../../../runtime/client/api.ts';
import { client } from '../../../runtime/client/client.ts';
import { ApiFailure } from '../../../runtime/client/request.ts';

/** Some record of an object, for a preview: the first row of the first of its views that has one. */
export function sampleQuery(object: string, views: readonly string[]) {
  return queryOptions({
    queryKey: ['studio', 'sample', object],
    queryFn: ({ signal }) => findSample(object, views, signal),
    staleTime: 60_000,
    retry: false,
  });
}

async function findSample(object: string, views: readonly string[], signal: AbortSignal): Promise<RecordPage | null> {
  try {
    for (const view of views) {
      const { rows } = await client.list(object, view, { pageSize: 1 }, signal);
      const first = rows[0];
      if (first) return await client.record(object, first.id, signal);
    }
    return null;
  } catch (error) {
    // An object or view of the draft is not live yet: then there is nothing to show.
    if (error instanceof ApiFailure && error.status >= 400 && error.status < 500) return null;
    throw error;
  }
}
