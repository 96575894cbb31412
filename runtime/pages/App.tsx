import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { createQueryClient } from './queries.ts';
import { createRoutes, type LoadStudio, loadFormsEarly } from './routes.tsx';
import { Announcer } from './shell/Announcer.tsx';

/** The whole application in the browser. */
export function App({ loadStudio }: { readonly loadStudio: LoadStudio }) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createBrowserRouter(createRoutes(loadStudio, queryClient)));
  useEffect(() => {
    const timer = setTimeout(loadFormsEarly, 1500);
    return () => clearTimeout(timer);
  }, []);
  return (
    <QueryClientProvider client={queryClient}>
      <Announcer>
        <RouterProvider router={router} />
      </Announcer>
    </QueryClientProvider>
  );
}
