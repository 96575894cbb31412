import { useLocation } from 'react-router';
import { paths } from '../paths.ts';

/** What somebody sees who is not signed in: one button, and after it the page they came for. */
export function SignedOutPage() {
  const { pathname, search } = useLocation();
  const returnTo = pathname === '/' ? paths.home() : `${pathname}${search}`;
  return (
    <main className="fw-door">
      <title>Sign in</title>
      <div className="fw-door__card">
        <h1 className="fw-heading">Sign in</h1>
        <p>Sign in with your organization’s account to go on to your work.</p>
        <a className="ds-c-button ds-c-button--solid ds-c-button--big" href={paths.signIn(returnTo)}>
          Sign in
        </a>
      </div>
    </main>
  );
}
