import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { useSession } from '../session.ts';
import { useCurrentApp } from '../shell/current-app.ts';
import { PageHeading } from '../shell/PageHeading.tsx';
import { TabCard } from './TabCard.tsx';

/** Where the day begins: for each tab of the app, what its first list has on top. */
export function HomePage() {
  const { user, isAdmin } = useSession();
  const app = useCurrentApp();
  return (
    <div className="fw-page fw-page--home">
      <header className="fw-homehead">
        <p className="fw-eyebrow">{app?.label ?? 'Home'}</p>
        <PageHeading documentTitle="Home">{greeting(user.name)}</PageHeading>
        {app && app.description !== '' && <p className="fw-lead">{app.description}</p>}
      </header>
      {app && app.tabs.length > 0 ? (
        <div className="fw-cards">
          {app.tabs.map((tab) => (
            <TabCard key={tab.object} tab={tab} />
          ))}
        </div>
      ) : (
        <div className="fw-empty">
          <p className="fw-empty__title">Nothing is set up for you yet</p>
          <p>Your account has no app. Ask your administrator to give you access.</p>
          {isAdmin && (
            <Link className="ds-c-button ds-c-button--solid" to={paths.studio()}>
              Open the studio
            </Link>
          )}
        </div>
      )}
    </div>
  );
}

function greeting(name: string): string {
  return `Welcome, ${name.trim().split(/\s+/)[0] ?? name}`;
}
