import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { objectOf, useCurrentApp } from './current-app.ts';

/** The app's tabs: home, then each object that the person may see there. */
export function AppTabs() {
  const app = useCurrentApp();
  const { pathname } = useLocation();
  const object = objectOf(pathname);
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a tab out of view scrolls in when the page changes
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  if (pathname.startsWith('/studio')) return null;
  const isHome = pathname === '/' || pathname === paths.home();
  return (
    <nav className="fw-tabs" aria-label={app ? app.label : 'Pages'} ref={nav}>
      <ul className="fw-bare">
        <li>
          <Link className="fw-tabs__tab" to={paths.home()} aria-current={isHome ? 'page' : undefined}>
            Home
          </Link>
        </li>
        {app?.tabs.map((tab) => (
          <li key={tab.object}>
            <Link
              className="fw-tabs__tab"
              to={paths.list(tab.object, { filterName: tab.listView })}
              aria-current={tab.object === object ? 'page' : undefined}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
