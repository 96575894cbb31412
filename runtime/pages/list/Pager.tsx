import { Link, useSearchParams } from 'react-router';
import type { ListPage } from '../../client/api.ts';
import { formatNumber } from '../format/numbers.ts';
import { useReader } from '../format/reader.ts';
import { paths } from '../paths.ts';
import { changeList } from './list-address.ts';

/** Which rows these are, and the way to the others. */
export function Pager({ list }: { readonly list: ListPage }) {
  const reader = useReader();
  const pages = Math.max(1, Math.ceil(list.total / list.pageSize));
  const from = (list.page - 1) * list.pageSize + 1;
  const to = from + list.rows.length - 1;
  const total = `${formatNumber(list.total, reader)}${list.isCapped ? '+' : ''}`;
  return (
    <nav className="fw-pager" aria-label="Pages of the list">
      <p className="fw-pager__range">
        {formatNumber(from, reader)}–{formatNumber(to, reader)} of {total}
      </p>
      {pages > 1 && (
        <p className="fw-pager__steps">
          <PageLink list={list} page={1} isOff={list.page <= 1} label="First" />
          <PageLink list={list} page={list.page - 1} isOff={list.page <= 1} label="Previous" />
          <span className="fw-pager__page">
            Page {formatNumber(list.page, reader)} of {formatNumber(pages, reader)}
          </span>
          <PageLink list={list} page={list.page + 1} isOff={list.page >= pages} label="Next" />
          <PageLink list={list} page={pages} isOff={list.page >= pages} label="Last" />
        </p>
      )}
    </nav>
  );
}

interface PageLinkProps {
  readonly list: ListPage;
  readonly page: number;
  readonly isOff: boolean;
  readonly label: string;
}

function PageLink({ list, page, isOff, label }: PageLinkProps) {
  const [address] = useSearchParams();
  if (isOff) return <span className="fw-pager__step fw-pager__step--off">{label}</span>;
  return (
    <Link
      className="fw-pager__step"
      to={paths.list(list.object.name, changeList(address, { page: page === 1 ? undefined : page }))}
      aria-label={`${label} page`}
    >
      {label}
    </Link>
  );
}
