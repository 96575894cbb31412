import { expect, test } from 'vitest';
import { changeList, listRequestOf } from '../../../../runtime/pages/list/list-address.ts';

test('an address asks for what it says, and nonsense in it for nothing', () => {
  expect(listRequestOf(new URLSearchParams('search=a&sort=Name&direction=desc&page=3'))).toEqual({
    search: 'a',
    sort: 'Name',
    direction: 'desc',
    page: 3,
  });
  expect(listRequestOf(new URLSearchParams('search=&direction=sideways&page=-1'))).toEqual({});
  expect(listRequestOf(new URLSearchParams('sort=Name&page=x'))).toEqual({ sort: 'Name', direction: 'asc' });
});

test('another order or search begins at the first page; another page keeps both', () => {
  const address = new URLSearchParams('filterName=All&search=a&sort=Name&direction=asc&page=3');
  expect(changeList(address, { sort: 'City', direction: 'asc' })).toEqual({
    filterName: 'All',
    search: 'a',
    sort: 'City',
    direction: 'asc',
  });
  expect(changeList(address, { search: '' })).toEqual({
    filterName: 'All',
    sort: 'Name',
    direction: 'asc',
    search: '',
  });
  expect(changeList(address, { page: 4 })).toMatchObject({ search: 'a', sort: 'Name', page: 4 });
});
