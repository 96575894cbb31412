import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ListPage, TabInfo } from '../../client/api.ts';
import { Value } from '../fields/Value.tsx';
import { formatNumber } from '../format/numbers.ts';
import { useReader } from '../format/reader.ts';
import { paths } from '../paths.ts';
import { queries } from '../queries.ts';
import { useModelVersion } from '../session.ts';
import { FailedPart } from '../shell/Failure.tsx';
import { Loading } from '../shell/Loading.tsx';

const ROWS = 5;

/** The first rows of a tab's first list. */
export function TabCard({ tab }: { readonly tab: TabInfo }) {
  const reader = useReader();
  const list = useQuery(queries.list(tab.object, tab.listView, { pageSize: ROWS }));
  useModelVersion(list.data?.modelVersion);
  const heading = `tab-${tab.object}`;
  return (
    <section className="fw-card" aria-labelledby={heading}>
      <header className="fw-card__head">
        <h2 id={heading} className="fw-card__heading">
          <Link to={paths.list(tab.object, { filterName: tab.listView })}>{tab.label}</Link>
          {list.data && (
            <span className="fw-count">
              {formatNumber(list.data.total, reader)}
              {list.data.isCapped && '+'}
            </span>
          )}
        </h2>
        {list.data && <p className="fw-card__view">{list.data.view.label}</p>}
      </header>
      {list.data && <CardRows list={list.data} />}
      {!list.data && list.error && <FailedPart error={list.error} onRetry={() => void list.refetch()} />}
      {!list.data && !list.error && <Loading label={`Loading ${tab.label}`} shape="rows" />}
      {list.data?.canCreate && (
        <footer className="fw-card__foot">
          <Link to={paths.newRecord(tab.object)}>New {list.data.object.label}</Link>
        </footer>
      )}
    </section>
  );
}

function CardRows({ list }: { readonly list: ListPage }) {
  if (list.rows.length === 0) return <p className="fw-card__empty">No {list.object.pluralLabel} in this view.</p>;
  const naming = Math.max(
    0,
    list.columns.findIndex((column) => column.path === 'Name'),
  );
  const beside = list.columns.findIndex((column, index) => index !== naming && column.type !== 'LongText');
  const column = list.columns[beside];
  return (
    <ul className="fw-bare fw-card__rows">
      {list.rows.slice(0, ROWS).map((row) => (
        <li key={row.id}>
          <Link to={paths.record(list.object.name, row.id)}>
            {String(row.cells[naming]?.display ?? row.cells[naming]?.value ?? 'Open')}
          </Link>
          {column && (
            <span className="fw-card__beside">
              <span className="ds-u-visibility--screen-reader">{column.label}: </span>
              <Value cell={row.cells[beside]} info={{ ...column, type: column.references ? 'Text' : column.type }} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
