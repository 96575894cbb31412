import { Link } from 'react-router';
import type { ListPage } from '../../client/api.ts';
import { paths } from '../paths.ts';

/** Says what belongs here and offers the first step; or, after a search, the way back to the whole list. */
export function EmptyList({ list, search }: { readonly list: ListPage; readonly search: string }) {
  const { object, view } = list;
  if (search !== '' || list.page > 1) {
    return (
      <div className="fw-empty">
        <p className="fw-empty__title">
          {search === '' ? 'This page of the list is empty' : `Nothing matches “${search}”`}
        </p>
        <p>Try fewer or other words, or look in another view.</p>
        <Link className="ds-c-button" to={paths.list(object.name, { filterName: view.name })}>
          Show the whole list
        </Link>
      </div>
    );
  }
  return (
    <div className="fw-empty">
      <p className="fw-empty__title">No {object.pluralLabel} here yet</p>
      <p>
        {view.description ||
          (view.sentence ? `This view shows ${view.sentence}` : `${object.pluralLabel} that you may see appear here.`)}
      </p>
      {list.canCreate && (
        <Link className="ds-c-button ds-c-button--solid" to={paths.newRecord(object.name)}>
          Create the first {object.label}
        </Link>
      )}
    </div>
  );
}
