import '@cmsgov/design-system/css/index.css';
import '@cmsgov/design-system/css/core-theme.css';
import '../../runtime/pages/styles/pages.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../runtime/pages/App.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root" to put the pages in.');
createRoot(root).render(
  <StrictMode>
    <App loadStudio={() => import('../../studio/Studio.tsx')} />
  </StrictMode>,
);
