import type { ReactNode } from 'react';
import type { ElementId } from '../../../platform/packages/element.ts';
import { isWithin } from '../../../platform/packages/element-id.ts';
import { listOf } from '../../sortable/drag-lists.ts';
import { useStudio } from '../../state/studio-context.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { MoveButtons } from '../MoveButtons.tsx';
import { usePageState } from './page-state.ts';

interface PagePartProps {
  readonly id: ElementId;
  readonly handle: ReactNode;
  readonly isHeading?: boolean;
}

/** One card: its handle, its name (which selects it), and the buttons that do what dragging does. */
export function PagePart({ id, handle, isHeading = false }: PagePartProps) {
  const { problems, touched } = useStudio();
  const { lists, selected, select, move, remove, labelOf } = usePageState();
  const label = labelOf(id);
  const list = listOf(lists, id);
  const items = list?.items ?? [];
  const isWrong = problems.some(({ element }) => element !== undefined && isWithin(element, id));
  const name = (
    <button
      type="button"
      className="st-part__name"
      aria-pressed={selected === id}
      onClick={() => select(selected === id ? undefined : id)}
    >
      {label}
      {isWrong && <span className="st-tag st-tag--error">has problems</span>}
      {touched.has(id) && (
        <span className="st-mark st-mark--changed" title="Changed in your draft">
          <span aria-hidden="true">●</span>
          <span className="ds-u-visibility--screen-reader">changed in your draft</span>
        </span>
      )}
    </button>
  );
  return (
    <div className={`st-part__row${selected === id ? ' is-selected' : ''}`}>
      {handle}
      {isHeading ? <h2 className="st-page__heading">{name}</h2> : name}
      <span className="st-part__buttons">
        <MoveButtons
          label={label}
          index={items.findIndex((item) => item.id === id)}
          count={items.length}
          onMove={(index) => list && move({ item: id, list: list.id, index })}
        />
        <IconButton icon="remove" label={`Take ${label} off the page`} onClick={() => remove(id)} />
      </span>
    </div>
  );
}
