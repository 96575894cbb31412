import type { ColumnInfo } from '../../client/api.ts';
import { fieldControls } from '../fields/registry.ts';
import type { SortState } from './RecordTable.tsx';

const ARIA = { asc: 'ascending', desc: 'descending' } as const;

/** A column's heading; a button where the list can be sorted by it. */
export function SortHeading({ column, sort }: { readonly column: ColumnInfo; readonly sort: SortState | undefined }) {
  const direction = sort?.path === column.path ? sort.direction : undefined;
  const className = fieldControls[column.type].align === 'end' ? 'fw-table__end' : undefined;
  return (
    <th
      scope="col"
      // biome-ignore lint/a11y/noRedundantRoles: the table is laid out as cards on narrow screens, which drops the role
      role="columnheader"
      className={className}
      aria-sort={direction && ARIA[direction]}
    >
      {sort && column.isSortable ? (
        <button type="button" className="fw-sort" onClick={() => sort.onSort(column)}>
          {column.label}
          <svg
            className={`fw-sort__mark${direction ? ` fw-sort__mark--${direction}` : ''}`}
            viewBox="0 0 10 12"
            width="10"
            height="12"
            aria-hidden="true"
            focusable="false"
          >
            <path className="fw-sort__up" d="M1 5 5 1 9 5z" />
            <path className="fw-sort__down" d="M1 7 5 11 9 7z" />
          </svg>
        </button>
      ) : (
        <span className="fw-table__heading">{column.label}</span>
      )}
    </th>
  );
}
