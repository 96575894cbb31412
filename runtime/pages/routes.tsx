import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { Navigate, type RouteObject } from 'react-router';
import { HomePage } from './home/HomePage.tsx';
import { ListPage } from './list/ListPage.tsx';
import { paths } from './paths.ts';
import { RecordPage } from './record/RecordPage.tsx';
import { CrashPage } from './shell/CrashPage.tsx';
import { Loading } from './shell/Loading.tsx';
import { NotFoundPage } from './shell/NotFoundPage.tsx';
import { Shell } from './shell/Shell.tsx';
import { SignedInPage } from './shell/SignedInPage.tsx';

/** Loads the studio, which only admins need; the web app passes it in, since pages do not import the studio. */
export type LoadStudio = () => Promise<{ readonly Studio: ComponentType }>;

/** Forms come with the form library, which reading needs not: they load apart, and once the first page stands. */
const loadForms = {
  edit: () => import('./form/EditPage.tsx'),
  create: () => import('./form/NewPage.tsx'),
};
const EditPage = lazy(async () => ({ default: (await loadForms.edit()).EditPage }));
const NewPage = lazy(async () => ({ default: (await loadForms.create()).NewPage }));

/** Fetches the parts of the pages that are not needed at first, so that they open at once later. */
export function loadFormsEarly(): void {
  for (const load of Object.values(loadForms)) load().catch(() => undefined); // Opening the form tries again.
}

/** All pages of the application by address. */
export function createRoutes(loadStudio: LoadStudio): RouteObject[] {
  const Studio = lazy(async () => ({ default: (await loadStudio()).Studio }));
  return [
    {
      element: <Shell />,
      errorElement: <CrashPage />,
      children: [
        { index: true, element: <Navigate to={paths.home()} replace /> },
        { path: 'home', element: <HomePage /> },
        { path: 'o/:object/list', element: <ListPage /> },
        { path: 'o/:object/new', element: later(<NewPage />, 'Opening the form') },
        { path: 'r/:object/:id/view', element: <RecordPage /> },
        { path: 'r/:object/:id/edit', element: later(<EditPage />, 'Opening the form') },
        {
          path: 'studio/*',
          element: later(<Studio />, 'Opening the studio'),
        },
        { path: 'signed-in', element: <SignedInPage /> },
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ];
}

function later(page: ReactNode, label: string): ReactNode {
  return <Suspense fallback={<Loading label={label} shape="page" />}>{page}</Suspense>;
}
