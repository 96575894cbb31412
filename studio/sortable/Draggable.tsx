import { useDroppable } from '@dnd-kit/core';
import { rectSortingStrategy, SortableContext, type SortingStrategy, useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { CSSProperties, ReactNode } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { type DragList, endOf } from './drag-lists.ts';

/** The items of one list inside a DragArea. */
export function DraggableList({ list, children }: { readonly list: DragList; readonly children: ReactNode }) {
  const ids = list.items.map((item) => item.id);
  return (
    <SortableContext id={list.id} items={ids} strategy={makeRoom}>
      {children}
    </SortableContext>
  );
}

/** Items make room within their own list; while the place is in another one, they stay. */
const makeRoom: SortingStrategy = (args) => (args.overIndex === -1 ? null : rectSortingStrategy(args));

interface DraggableProps {
  readonly id: string;
  readonly label: string;
  readonly className?: string;
  readonly as?: 'li' | 'div' | 'section';
  /** Gets the handle to place. */
  readonly children: (handle: ReactNode) => ReactNode;
}

/** One item; it is picked up by its handle. */
export function Draggable({ id, label, className = '', as: Tag = 'li', children }: DraggableProps) {
  const sortable = useSortable({ id });
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
    isOver,
    activeIndex,
    index,
  } = sortable;
  const style: CSSProperties = { transform: CSS.Translate.toString(transform), transition };
  const isFromElsewhere = isOver && !isDragging && activeIndex === -1;
  const handle = (
    <button
      {...attributes}
      {...listeners}
      ref={setActivatorNodeRef}
      type="button"
      className="st-handle"
      aria-label={`Drag ${label}`}
      title="Drag to move"
      data-handle={id}
    >
      <Icon name="grip" />
    </button>
  );
  return (
    <Tag
      ref={setNodeRef}
      style={style}
      data-index={index}
      className={`${className}${isDragging ? ' is-dragging' : ''}${isFromElsewhere ? ' is-landing' : ''}`}
    >
      {children(handle)}
    </Tag>
  );
}

/** The place behind the last item of a list. */
export function ListEnd({ list, children }: { readonly list: string; readonly children?: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: endOf(list) });
  return (
    <div ref={setNodeRef} className={`st-list-end${isOver ? ' is-landing' : ''}`}>
      {children}
    </div>
  );
}
