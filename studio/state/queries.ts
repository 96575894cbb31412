import { queryOptions } from '@tanstack/react-query';
import { client } from '../../runtime/client/client.ts';

/** What the studio asks the server, with the key that each answer is kept under. */
export const studioQueries = {
  /** Read again on every visit, since someone else may have published; what came along with the code is new enough. */
  model: () =>
    queryOptions({
      queryKey: ['studio', 'model'],
      queryFn: ({ signal }) => client.studioModel(signal),
      staleTime: 5000,
    }),
  deploy: (id: string) =>
    queryOptions({ queryKey: ['studio', 'deploy', id], queryFn: ({ signal }) => client.deploy(id, signal) }),
  /** Read again on every visit: a start or a command line may have brought something. */
  upgrade: () =>
    queryOptions({
      queryKey: ['studio', 'upgrade'],
      queryFn: ({ signal }) => client.upgrade(signal),
      refetchOnMount: 'always',
    }),
  deploys: () => queryOptions({ queryKey: ['studio', 'deploys'], queryFn: ({ signal }) => client.deploys(signal) }),
};
