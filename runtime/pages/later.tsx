import { type ComponentType, useEffect, useState } from 'react';
import { Loading } from './shell/Loading.tsx';

/**
 * A page whose code is loaded when it is first opened. Not by React.lazy: what a Suspense boundary was waiting for, React
 * shows no sooner than 300 ms after what it showed instead, although the code is there.
 */
export function later(load: () => Promise<ComponentType>, label: string): ComponentType {
  let loaded: ComponentType | undefined;
  return function Later() {
    const [Page, setPage] = useState(() => loaded);
    const [failure, setFailure] = useState<Error>();
    useEffect(() => {
      if (loaded) return;
      load().then((page) => {
        loaded = page;
        setPage(() => page);
      }, setFailure);
    }, []);
    if (failure) throw failure;
    return Page ? <Page /> : <Loading label={label} shape="page" />;
  };
}
