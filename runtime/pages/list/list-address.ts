import type { ListRequest } from '../../client/client.ts';
import type { ListAddress } from '../paths.ts';

/** What a list's address asks for; nonsense in it is left out. */
export function listRequestOf(address: URLSearchParams): ListRequest {
  const search = address.get('search');
  const sort = address.get('sort');
  const page = Number(address.get('page'));
  return {
    ...(search ? { search } : {}),
    ...(sort ? { sort, direction: address.get('direction') === 'desc' ? 'desc' : 'asc' } : {}),
    ...(Number.isInteger(page) && page > 1 ? { page } : {}),
  };
}

/** The list's address after a change. Another order or search begins at the first page again. */
export function changeList(address: URLSearchParams, change: ListAddress): ListAddress {
  const { page, ...rest } = listRequestOf(address);
  const filterName = address.get('filterName') ?? undefined;
  const restarts = 'search' in change || 'sort' in change;
  return { filterName, ...rest, ...(restarts ? {} : { page }), ...change };
}
