import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { kinds } from '../../platform/kinds/index.ts';
import { objectOf } from '../draft/element-id.ts';
import type { StudioElement } from '../draft/elements.ts';
import { countOf, labelOf } from '../draft/words.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { Icon } from '../ui/Icon.tsx';
import { searchComponents } from './search.ts';

const LIMIT = 30;

interface StructureSearchProps {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly children: React.ReactNode;
}

/** Finds any component by label or API name; while there is text, what it finds stands in place of the structure. */
export function StructureSearch({ inputRef, children }: StructureSearchProps) {
  const { elements } = useStudio();
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const id = useId();
  const found = searchComponents(elements, text, LIMIT);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setText('');
    const first = found[0];
    if (event.key === 'Enter' && first) navigate(elementPath(first.id));
  };
  return (
    <>
      <search className="st-search">
        <label className="ds-u-visibility--screen-reader" htmlFor={id}>
          Search metadata
        </label>
        <Icon name="search" />
        <input
          id={id}
          ref={inputRef}
          type="search"
          className="ds-c-field"
          placeholder="Search metadata"
          title="Press / to search"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <span className="st-search__key" aria-hidden="true">
          /
        </span>
      </search>
      <p className="ds-u-visibility--screen-reader" role="status">
        {text.trim() !== '' && `${countOf(found.length, 'result')}${found[0] ? ', Enter opens the first' : ''}`}
      </p>
      {text.trim() === '' ? children : <Results found={found} onOpen={() => setText('')} />}
    </>
  );
}

function Results({ found, onOpen }: { readonly found: readonly StudioElement[]; readonly onOpen: () => void }) {
  const { elements } = useStudio();
  if (found.length === 0) return <p className="st-empty">Nothing has these words in its label or API name.</p>;
  return (
    <ul className="st-results" aria-label="Search results">
      {found.map((element) => {
        const object = element.kind === 'object' ? undefined : objectOf(element.kind, element.component);
        return (
          <li key={element.id}>
            <Link className="st-structure__link" to={elementPath(element.id)} onClick={onOpen}>
              <Icon name={element.kind} />
              <span className="st-structure__label">
                {labelOf(element.id, elements.byId)}
                <span className="st-results__where">
                  {kinds[element.kind].label}
                  {object !== undefined && ` of ${labelOf(`object:${object}`, elements.byId)}`}
                </span>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
