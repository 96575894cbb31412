import { useCallback, useRef } from 'react';
import { Outlet } from 'react-router';
import { Problems } from '../problems/Problems.tsx';
import { useStudioKeys } from '../state/use-studio-keys.ts';
import { Structure } from '../structure/Structure.tsx';
import { StructureSearch } from '../structure/StructureSearch.tsx';
import { StudioBar } from './StudioBar.tsx';

/** Structure left, canvas middle, properties right, problems below; on a narrow screen they stack. */
export function StudioFrame() {
  const search = useRef<HTMLInputElement>(null);
  useStudioKeys(
    useCallback(() => {
      search.current?.focus();
      search.current?.select();
    }, []),
  );
  return (
    <div className="st-frame">
      <StudioBar />
      <div className="st-panes">
        <div className="st-left">
          <StructureSearch inputRef={search}>
            <Structure />
          </StructureSearch>
        </div>
        <Outlet />
      </div>
      <Problems />
    </div>
  );
}
