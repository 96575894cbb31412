import './styles/studio.css';
import { useQuery } from '@tanstack/react-query';
import { Route, Routes } from 'react-router';
import { useModelVersion, useSession } from '../runtime/pages/session.ts';
import { Failure } from '../runtime/pages/shell/Failure.tsx';
import { Loading } from '../runtime/pages/shell/Loading.tsx';
import { CreatePage } from './editors/CreatePage.tsx';
import { EditorPage } from './editors/EditorPage.tsx';
import { StudioFrame } from './frame/StudioFrame.tsx';
import { DeployPage } from './history/DeployPage.tsx';
import { HistoryPage } from './history/HistoryPage.tsx';
import { HomePage } from './home/HomePage.tsx';
import { ReviewPage } from './review/ReviewPage.tsx';
import { studioQueries } from './state/queries.ts';
import { StudioProvider } from './state/StudioProvider.tsx';
import { UpgradePage } from './upgrade/UpgradePage.tsx';

/** Where admins change metadata: `/studio/…`, inside the shell. */
export function Studio() {
  const session = useSession();
  const model = useQuery(studioQueries.model());
  useModelVersion(model.data?.modelVersion);
  if (!model.data) {
    if (model.error) return <Failure error={model.error} onRetry={() => void model.refetch()} />;
    return <Loading label="Opening the studio" shape="page" />;
  }
  return (
    <StudioProvider session={session} model={model.data} refresh={model.refetch}>
      <Routes>
        <Route element={<StudioFrame />}>
          <Route index element={<HomePage />} />
          <Route path="review" element={<ReviewPage />} />
          <Route path="upgrade" element={<UpgradePage />} />
          <Route path="history" element={<HistoryPage />} />
          <Route path="history/:deploy" element={<DeployPage />} />
          <Route path="new/:kind" element={<CreatePage />} />
          <Route path="new/:kind/:object" element={<CreatePage />} />
          <Route path=":kind/:component" element={<EditorPage />} />
          <Route path="*" element={<HomePage />} />
        </Route>
      </Routes>
    </StudioProvider>
  );
}
