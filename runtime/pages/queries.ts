import { QueryClient, queryOptions } from '@tanstack/react-query';
import { client, type ListRequest } from '../client/client.ts';
import { ApiFailure } from '../client/request.ts';

/** Makes the cache of answers: shown at once when a page is opened again, and asked for anew. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 0, gcTime: 5 * 60_000, retry: isWorthRetrying, refetchOnWindowFocus: false },
    },
  });
}

/** A refusal stays one; only a server that could not be reached, or fell over, is asked again. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const status = error instanceof ApiFailure ? error.status : 0;
  return failures < 2 && (status === 0 || status >= 502);
}

/** Every question that pages ask, with the key that its answer is kept under. */
export const queries = {
  session: () =>
    queryOptions({
      queryKey: ['session'],
      queryFn: ({ signal }) => client.session(signal),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  list: (object: string, view: string, options: ListRequest) =>
    queryOptions({
      queryKey: ['list', object, view, options],
      queryFn: ({ signal }) => client.list(object, view, options, signal),
    }),
  record: (object: string, id: string) =>
    queryOptions({
      queryKey: ['record', object, id],
      queryFn: ({ signal }) => client.record(object, id, signal),
    }),
  newRecord: (object: string, prefill: Readonly<Record<string, string>>) =>
    queryOptions({
      queryKey: ['new', object, prefill],
      queryFn: ({ signal }) => client.newRecord(object, prefill, signal),
      gcTime: 0,
    }),
};

/** Forgets what other pages were answered: after a save their rows and counts may have changed. */
export async function forgetPages(cache: QueryClient): Promise<void> {
  await cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
}
