import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { useSession } from '../session.ts';
import { chooseApp, useCurrentApp } from './current-app.ts';
import { useDisclosure } from './use-disclosure.ts';

/** Opens the apps that the person may use. */
export function AppLauncher() {
  const { apps } = useSession();
  const current = useCurrentApp();
  const { isOpen, toggle, close, box, button } = useDisclosure();
  if (apps.length === 0) return null;
  return (
    <div className="fw-launcher" ref={box}>
      <button
        ref={button}
        type="button"
        className="fw-bar__button"
        aria-expanded={isOpen}
        aria-controls="app-launcher"
        aria-label="Apps"
        onClick={toggle}
      >
        <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" focusable="false">
          {[2.5, 9, 15.5].flatMap((y) => [2.5, 9, 15.5].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.9" />))}
        </svg>
      </button>
      {isOpen && (
        <nav id="app-launcher" className="fw-panel fw-launcher__panel" aria-label="Apps">
          <ul className="fw-bare">
            {apps.map((app) => (
              <li key={app.name}>
                <Link
                  className="fw-launcher__app"
                  to={paths.home()}
                  aria-current={app.name === current?.name ? 'true' : undefined}
                  onClick={() => {
                    chooseApp(app.name);
                    close();
                  }}
                >
                  <strong>{app.label}</strong>
                  {app.description !== '' && <span>{app.description}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}
