import '@cmsgov/design-system/css/index.css';
import '@cmsgov/design-system/css/core-theme.css';
import '../../runtime/pages/styles/pages.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../runtime/pages/App.tsx';
import type { LoadStudio } from '../../runtime/pages/routes.tsx';
import { studioQueries } from '../../studio/state/queries.ts';

/** The model is on its way while the code comes. */
const loadStudio: LoadStudio = (cache) => {
  void cache.prefetchQuery(studioQueries.model());
  return import('../../studio/Studio.tsx');
};

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root" to put the pages in.');
createRoot(root).render(
  <StrictMode>
    <App loadStudio={loadStudio} />
  </StrictMode>,
);
