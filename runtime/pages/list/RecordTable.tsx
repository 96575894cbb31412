import { Link } from 'react-router';
import type { Cell, ColumnInfo, ListRow } from '../../client/api.ts';
import { fieldControls } from '../fields/registry.ts';
import { Value } from '../fields/Value.tsx';
import { paths } from '../paths.ts';
import { SortHeading } from './SortHeading.tsx';

export interface SortState {
  readonly path?: string;
  readonly direction?: 'asc' | 'desc';
  readonly onSort: (column: ColumnInfo) => void;
}

interface RecordTableProps {
  readonly caption: string;
  readonly object: string;
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly ListRow[];
  readonly sort?: SortState;
  readonly className?: string;
}

/**
 * Records as a table; on a narrow screen each row becomes a card, so the roles are spelled out (a table that is laid
 * out as blocks loses them).
 */
export function RecordTable({ caption, object, columns, rows, sort, className = '' }: RecordTableProps) {
  const naming = namingColumn(columns);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls sideways, which the keyboard must be able to do
    <section className={`fw-tablebox ${className}`} aria-label={caption} tabIndex={0}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table className="fw-table" role="table">
        <caption className="ds-u-visibility--screen-reader">{caption}</caption>
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <thead role="rowgroup">
          {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
          <tr role="row">
            {columns.map((column) => (
              <SortHeading key={column.path} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tbody role="rowgroup">
          {rows.map((row) => (
            // biome-ignore lint/a11y/noRedundantRoles: see above
            <tr role="row" key={row.id}>
              {columns.map((column, index) => (
                <td
                  role={column === naming ? 'rowheader' : 'cell'}
                  key={column.path}
                  data-label={column.label}
                  className={classOf(column, naming)}
                >
                  <TableCell
                    column={column}
                    cell={row.cells[index]}
                    to={column === naming ? paths.record(object, row.id) : ''}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** One value; the one that names the row links to its record. */
function TableCell({ column, cell, to }: { column: ColumnInfo; cell: Cell | undefined; to: string }) {
  if (to === '') return <Value cell={cell} info={column} />;
  const isBlank = cell === undefined || cell.value === null || cell.value === '';
  return (
    <Link className="fw-table__name" to={to}>
      {isBlank ? 'Open' : (cell.display ?? <Value cell={cell} info={{ ...column, type: linkable(column) }} />)}
    </Link>
  );
}

/** The column that names the record: its name, or else the first. */
function namingColumn(columns: readonly ColumnInfo[]): ColumnInfo | undefined {
  return columns.find((column) => column.path === 'Name') ?? columns[0];
}

/** A link cannot stand in a link: inside one, mail addresses and the like are plain text. */
function linkable(column: ColumnInfo): ColumnInfo['type'] {
  const isLink = column.type === 'Email' || column.type === 'Phone' || column.type === 'Url' || column.references;
  return isLink ? 'Text' : column.type;
}

function classOf(column: ColumnInfo, naming: ColumnInfo | undefined): string {
  const { align, isWide } = fieldControls[column.type];
  return [
    align === 'end' ? 'fw-table__end' : '',
    isWide ? 'fw-table__wide' : '',
    column === naming ? 'fw-table__naming' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
