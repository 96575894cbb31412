import { SearchIcon } from '@cmsgov/design-system';
import { useEffect, useId, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { paths } from '../paths.ts';
import { useDebounced } from '../use-debounced.ts';
import { changeList } from './list-address.ts';

/** Narrows the list while one types; the text is part of the address. */
export function ListSearch({ label }: { readonly label: string }) {
  const { object = '' } = useParams();
  const [address] = useSearchParams();
  const navigate = useNavigate();
  const id = useId();
  const current = address.get('search') ?? '';
  const [text, setText] = useState(current);
  const settled = useDebounced(text, 250);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only settled typing changes the address
  useEffect(() => {
    if (settled.trim() === current || settled !== text) return;
    navigate(paths.list(object, changeList(address, { search: settled.trim() })), {
      replace: true,
      preventScrollReset: true,
    });
  }, [settled]);
  // Going back in the browser brings an earlier search back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the address changes the text
  useEffect(() => {
    if (current !== text.trim()) setText(current);
  }, [current]);

  return (
    <search className="fw-search">
      <label className="ds-u-visibility--screen-reader" htmlFor={id}>
        {label}
      </label>
      <SearchIcon className="fw-search__icon" />
      <input
        id={id}
        type="search"
        className="ds-c-field fw-search__input"
        placeholder="Search this list"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </search>
  );
}
