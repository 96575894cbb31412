import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useSession } from '../session.ts';

interface PageHeadingProps {
  readonly children: ReactNode;
  /** What the browser's tab says before the org's name. */
  readonly documentTitle: string;
  readonly className?: string;
}

/** The page's one h1. It names the document and takes the focus when the page was navigated to. */
export function PageHeading({ children, documentTitle, className = '' }: PageHeadingProps) {
  const { org } = useSession();
  const heading = useFocusOnArrival();
  return (
    <>
      <title>{`${documentTitle} · ${org.label}`}</title>
      <h1 ref={heading} tabIndex={-1} className={`fw-heading ${className}`}>
        {children}
      </h1>
    </>
  );
}

/** Focus goes to the heading of a page that was navigated to, not of the first one, where the browser sets it. */
function useFocusOnArrival() {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, pathname } = useLocation();
  const isFirst = key === 'default';
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another page takes the focus, not its sort or search
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
  }, [pathname]);
  return heading;
}
