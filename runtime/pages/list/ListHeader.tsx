import { AddIcon } from '@cmsgov/design-system';
import { Link } from 'react-router';
import type { ListPage } from '../../client/api.ts';
import { formatNumber } from '../format/numbers.ts';
import { useReader } from '../format/reader.ts';
import { paths } from '../paths.ts';
import { PageHeading } from '../shell/PageHeading.tsx';
import { ExportButton } from './ExportButton.tsx';
import { ListSearch } from './ListSearch.tsx';
import { ViewMenu } from './ViewMenu.tsx';

/** Which records these are and how many, and what one may do here. */
export function ListHeader({ list }: { readonly list: ListPage }) {
  const reader = useReader();
  const count = `${formatNumber(list.total, reader)}${list.isCapped ? '+' : ''}`;
  return (
    <header className="fw-listhead">
      <div className="fw-listhead__what">
        <p className="fw-eyebrow">{list.object.pluralLabel}</p>
        <div className="fw-listhead__title">
          <PageHeading documentTitle={`${list.view.label} · ${list.object.pluralLabel}`}>{list.view.label}</PageHeading>
          <ViewMenu list={list} />
        </div>
        <p className="fw-listhead__sentence">
          <strong>
            {count} {list.total === 1 ? list.object.label : list.object.pluralLabel}
          </strong>
          {list.view.sentence !== '' && <span> · {list.view.sentence}</span>}
        </p>
      </div>
      <div className="fw-listhead__tools">
        <ListSearch label={`Search in ${list.view.label}`} />
        <ExportButton list={list} />
        {list.canCreate && (
          <Link className="ds-c-button ds-c-button--solid ds-c-button--small" to={paths.newRecord(list.object.name)}>
            <AddIcon /> New<span className="ds-u-visibility--screen-reader"> {list.object.label}</span>
          </Link>
        )}
      </div>
    </header>
  );
}
