import { SkipNav } from '@cmsgov/design-system';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { ReaderProvider, readerOf } from '../format/reader.ts';
import { queries } from '../queries.ts';
import { SessionProvider } from '../session.ts';
import { AppTabs } from './AppTabs.tsx';
import { isSignedOut } from './Failure.tsx';
import { GlobalBar } from './GlobalBar.tsx';
import { Loading } from './Loading.tsx';
import { ServerDownPage } from './ServerDownPage.tsx';
import { SignedOutPage } from './SignedOutPage.tsx';

/** The application around every page: bar, tabs, skip link. People who are not signed in get a way to do so instead. */
export function Shell() {
  const { data: session, error, refetch } = useQuery(queries.session());
  const reader = useMemo(
    () => readerOf(session?.user.locale ?? 'en-US', session?.user.timeZone ?? 'UTC'),
    [session?.user.locale, session?.user.timeZone],
  );
  if (!session) {
    if (isSignedOut(error)) return <SignedOutPage />;
    if (error) return <ServerDownPage error={error} onRetry={() => void refetch()} />;
    return <Loading label="Opening" shape="page" />;
  }
  return (
    <SessionProvider value={session}>
      <ReaderProvider value={reader}>
        <SkipNav href="#main" onClick={() => document.getElementById('main')?.focus()}>
          Skip to the page
        </SkipNav>
        <header className="fw-shell">
          <GlobalBar />
          <AppTabs />
        </header>
        <main id="main" className="fw-main" tabIndex={-1}>
          <Outlet />
        </main>
        <ScrollRestoration />
      </ReaderProvider>
    </SessionProvider>
  );
}
