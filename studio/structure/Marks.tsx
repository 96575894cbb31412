import type { ElementId } from '../../platform/packages/element.ts';
import { useStudio } from '../state/studio-context.ts';
import { Icon } from '../ui/Icon.tsx';

/** What is to be known of a component at a glance: it has problems, the draft changes it. Never by colour alone. */
export function Marks({ id }: { readonly id: ElementId }) {
  const { broken, touched } = useStudio();
  const isChanged = touched.has(id);
  const hasError = broken.has(id);
  return (
    <>
      {hasError && (
        <span className="st-mark st-mark--error" title="Has problems">
          <Icon name="error" />
          <span className="ds-u-visibility--screen-reader">has problems</span>
        </span>
      )}
      {isChanged && (
        <span className="st-mark st-mark--changed" title="Changed in your draft">
          <span aria-hidden="true">●</span>
          <span className="ds-u-visibility--screen-reader">changed in your draft</span>
        </span>
      )}
    </>
  );
}
