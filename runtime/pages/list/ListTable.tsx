import { useNavigate, useSearchParams } from 'react-router';
import type { ColumnInfo, ListPage } from '../../client/api.ts';
import { paths } from '../paths.ts';
import { changeList } from './list-address.ts';
import { RecordTable, type SortState } from './RecordTable.tsx';

/** The list's table; its headings sort. */
export function ListTable({ list, isFading }: { readonly list: ListPage; readonly isFading: boolean }) {
  const [address] = useSearchParams();
  const navigate = useNavigate();
  const [first] = list.sort;
  const sort: SortState = {
    ...(first ? { path: first.field, direction: first.direction } : {}),
    onSort: (column: ColumnInfo) => {
      const direction = first?.field === column.path && first.direction === 'asc' ? 'desc' : 'asc';
      navigate(paths.list(list.object.name, changeList(address, { sort: column.path, direction })), {
        preventScrollReset: true,
      });
    },
  };
  return (
    <RecordTable
      caption={`${list.view.label}, page ${list.page}`}
      object={list.object.name}
      columns={list.columns}
      rows={list.rows}
      sort={sort}
      className={isFading ? 'is-fading' : ''}
    />
  );
}
