import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { useSession } from '../session.ts';
import { AppLauncher } from './AppLauncher.tsx';
import { useCurrentApp } from './current-app.ts';
import { OrgKindBadge } from './OrgKindBadge.tsx';
import { PersonMenu } from './PersonMenu.tsx';

/** The slim bar over everything: where one is, where else one may go, and who one is. */
export function GlobalBar() {
  const { org, isAdmin } = useSession();
  const app = useCurrentApp();
  return (
    <div className="fw-bar">
      <AppLauncher />
      <Link className="fw-bar__home" to={paths.home()}>
        <span className="fw-bar__app">{app?.label ?? org.label}</span>
        {app && <span className="fw-bar__org">{org.label}</span>}
      </Link>
      {org.kind !== 'production' && <OrgKindBadge name={org.name} kind={org.kind} />}
      <nav className="fw-bar__end" aria-label="You">
        {isAdmin && (
          <Link className="fw-bar__link" to={paths.studio()}>
            Studio
          </Link>
        )}
        <PersonMenu />
      </nav>
    </div>
  );
}
