import { useCallback, useId, useRef, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Problems } from '../problems/Problems.tsx';
import { useStudioKeys } from '../state/use-studio-keys.ts';
import { Structure } from '../structure/Structure.tsx';
import { StructureSearch } from '../structure/StructureSearch.tsx';
import { Icon } from '../ui/Icon.tsx';
import { StudioBar } from './StudioBar.tsx';

/** Structure left, canvas middle, properties right, problems below; on a narrow screen they stack. */
export function StudioFrame() {
  const search = useRef<HTMLInputElement>(null);
  const structure = useId();
  const { isOpen, setOpen } = useNarrowStructure();
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
        <div className={`st-left${isOpen ? ' is-open' : ''}`}>
          <StructureSearch inputRef={search}>
            <button
              type="button"
              className="st-left__toggle"
              aria-expanded={isOpen}
              aria-controls={structure}
              onClick={() => setOpen(!isOpen)}
            >
              <Icon name="chevron" />
              Structure
            </button>
            <div className="st-left__structure" id={structure}>
              <Structure />
            </div>
          </StructureSearch>
        </div>
        <Outlet />
      </div>
      <Problems />
    </div>
  );
}

/** On a narrow screen the structure opens to choose from, and closes once something is chosen. */
function useNarrowStructure() {
  const { pathname } = useLocation();
  const [openAt, setOpenAt] = useState<string>();
  return { isOpen: openAt === pathname, setOpen: (isOpen: boolean) => setOpenAt(isOpen ? pathname : undefined) };
}
