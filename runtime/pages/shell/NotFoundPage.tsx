import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { PageHeading } from './PageHeading.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <div className="fw-page fw-page--narrow">
      <PageHeading documentTitle="Page not found">There is no such page</PageHeading>
      <p className="fw-lead">The address may be mistyped, or the page has moved.</p>
      <p className="fw-buttons">
        <Link className="ds-c-button ds-c-button--solid" to={paths.home()}>
          Go to Home
        </Link>
      </p>
    </div>
  );
}
