import { Link } from 'react-router';
import type { ListPage } from '../../client/api.ts';
import { paths } from '../paths.ts';
import { useDisclosure } from '../shell/use-disclosure.ts';

/** The other views of the object, behind the name of this one. */
export function ViewMenu({ list }: { readonly list: ListPage }) {
  const { isOpen, toggle, close, box, button } = useDisclosure();
  if (list.views.length < 2) return null;
  return (
    <div className="fw-viewmenu" ref={box}>
      <button
        ref={button}
        type="button"
        className="fw-viewmenu__button"
        aria-expanded={isOpen}
        aria-controls="view-menu"
        aria-label="Choose another view"
        onClick={toggle}
      >
        <svg viewBox="0 0 12 8" width="12" height="8" aria-hidden="true" focusable="false">
          <path d="M1 1.5 6 6.5 11 1.5" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      </button>
      {isOpen && (
        <nav id="view-menu" className="fw-panel fw-viewmenu__panel" aria-label={`Views of ${list.object.pluralLabel}`}>
          <ul className="fw-bare">
            {list.views.map((view) => (
              <li key={view.name}>
                <Link
                  to={paths.list(list.object.name, { filterName: view.name })}
                  aria-current={view.name === list.view.name ? 'page' : undefined}
                  onClick={close}
                >
                  {view.label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}
