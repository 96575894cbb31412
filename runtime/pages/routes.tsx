import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { Navigate, type RouteObject } from 'react-router';
import { HomePage } from './home/HomePage.tsx';
import { later } from './later.tsx';
import { ListPage } from './list/ListPage.tsx';
import { paths } from './paths.ts';
import { RecordPage } from './record/RecordPage.tsx';
import { CrashPage } from './shell/CrashPage.tsx';
import { NotFoundPage } from './shell/NotFoundPage.tsx';
import { Shell } from './shell/Shell.tsx';
import { SignedInPage } from './shell/SignedInPage.tsx';

/**
 * Loads the studio, which only admins need, and begins to ask for what it opens with; the web app passes it in, since
 * pages do not import the studio.
 */
export type LoadStudio = (cache: QueryClient) => Promise<{ readonly Studio: ComponentType }>;

/** Forms come with the form library, which reading needs not: they load apart, and once the first page stands. */
const loadForms = {
  edit: () => import('./form/EditPage.tsx'),
  create: () => import('./form/NewPage.tsx'),
};
const EditPage = later(async () => (await loadForms.edit()).EditPage, 'Opening the form');
const NewPage = later(async () => (await loadForms.create()).NewPage, 'Opening the form');

/** Fetches the parts of the pages that are not needed at first, so that they open at once later. */
export function loadFormsEarly(): void {
  for (const load of Object.values(loadForms)) load().catch(() => undefined); // Opening the form tries again.
}

/** All pages of the application by address. */
export function createRoutes(loadStudio: LoadStudio, cache: QueryClient): RouteObject[] {
  const Studio = later(async () => (await loadStudio(cache)).Studio, 'Opening the studio');
  return [
    {
      element: <Shell />,
      errorElement: <CrashPage />,
      children: [
        { index: true, element: <Navigate to={paths.home()} replace /> },
        { path: 'home', element: <HomePage /> },
        { path: 'o/:object/list', element: <ListPage /> },
        { path: 'o/:object/new', element: <NewPage /> },
        { path: 'r/:object/:id/view', element: <RecordPage /> },
        { path: 'r/:object/:id/edit', element: <EditPage /> },
        { path: 'studio/*', element: <Studio /> },
        { path: 'signed-in', element: <SignedInPage /> },
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ];
}
