import { CheckCircleIcon } from '@cmsgov/design-system';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

/** Tells the outcome of something: seen at the foot of the page and read by screen readers. */
export interface Announce {
  (message: string): void;
  /** For screen readers alone: what sighted people see anyway. */
  readonly quietly: (message: string) => void;
}

const AnnounceContext = createContext<Announce>(Object.assign(() => undefined, { quietly: () => undefined }));

/** The way to tell outcomes. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

const SHOWN_FOR = 6_000;

/** Holds the live region; it outlives the pages, so that a message can follow the person to the next one. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [seen, setSeen] = useState<Message>();
  const [heard, setHeard] = useState<Message>();
  const tell = useCallback((text: string) => setSeen({ text, count: nextCount() }), []);
  const quietly = useCallback((text: string) => setHeard({ text, count: nextCount() }), []);
  const announce = useMemo<Announce>(() => Object.assign((text: string) => tell(text), { quietly }), [tell, quietly]);

  useEffect(() => {
    if (!seen) return;
    const timer = setTimeout(() => setSeen(undefined), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [seen]);

  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div className="fw-announcer" role="status" aria-live="polite">
        {seen && (
          <p className="fw-toast" key={seen.count}>
            <CheckCircleIcon className="fw-toast__icon" />
            {seen.text}
          </p>
        )}
      </div>
      <div className="ds-u-visibility--screen-reader" aria-live="polite">
        {heard && <p key={heard.count}>{heard.text}</p>}
      </div>
    </AnnounceContext.Provider>
  );
}

interface Message {
  readonly text: string;
  /** Tells two equal messages apart, so that the second is read as well. */
  readonly count: number;
}

function nextCount(): number {
  return performance.now();
}
