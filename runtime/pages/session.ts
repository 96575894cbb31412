import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import type { SessionInfo } from '../client/api.ts';

const SessionContext = createContext<SessionInfo | undefined>(undefined);

/** Provides the signed-in session to the pages inside the shell. */
export const SessionProvider = SessionContext.Provider;

/** Who is signed in and where they may go. Only inside the shell, which shows its pages to signed-in people alone. */
export function useSession(): SessionInfo {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession is called outside the shell, where nobody is signed in.');
  return session;
}

/**
 * Watches the model version of what a page was answered. A newer one than the session's means that somebody published:
 * the session (apps and tabs) is asked for again, and answers of the old version are forgotten.
 */
export function useModelVersion(modelVersion: number | undefined): void {
  const session = useSession();
  const cache = useQueryClient();
  useEffect(() => {
    if (modelVersion === undefined || modelVersion <= session.modelVersion) return;
    cache.removeQueries({ type: 'inactive', predicate: (query) => query.queryKey[0] !== 'session' });
    void cache.invalidateQueries({ queryKey: ['session'] });
  }, [modelVersion, session.modelVersion, cache]);
}
