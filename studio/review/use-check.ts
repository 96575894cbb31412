import { queryOptions, useQuery } from '@tanstack/react-query';
import type { StudioResult } from '../../runtime/client/api.ts';
import { client } from '../../runtime/client/client.ts';
import { editsOf } from '../draft/draft.ts';
import { useStudio } from '../state/studio-context.ts';

/** What the server finds and plans for the draft, asked anew whenever the draft or the live version differ. */
export function useCheck() {
  const { draft, model } = useStudio();
  const edits = editsOf(draft);
  return useQuery(
    queryOptions<StudioResult>({
      queryKey: ['studio', 'check', model.modelVersion, JSON.stringify(edits)],
      queryFn: ({ signal }) => client.studioCheck({ edits, expectedVersion: model.modelVersion }, signal),
      enabled: edits.length > 0,
      gcTime: 0,
      retry: false,
    }),
  );
}
