import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  DndContext,
  DragOverlay,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { type ReactNode, type RefObject, useMemo, useRef, useState } from 'react';
import { type DragList, itemLabel, type Landing, landingOf, placeWords, targetsOf } from './drag-lists.ts';

interface DragAreaProps {
  readonly lists: readonly DragList[];
  readonly onMove: (landing: Landing) => void;
  readonly children: ReactNode;
}

/** Lists whose items are dragged by pointer, or by keyboard: Space picks up and drops, arrows move, Escape cancels. */
export function DragArea({ lists, onMove, children }: DragAreaProps) {
  const [active, setActive] = useState<string>();
  // Where the keyboard has moved the item; the pointer's place is found by geometry instead.
  const keyboardTarget = useRef<string>(undefined);
  const { sensors, collisionDetection } = useDragging(lists, keyboardTarget);
  const accessibility = useMemo(
    () => ({ announcements: announcementsOf(lists), screenReaderInstructions: INSTRUCTIONS }),
    [lists],
  );
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collisionDetection}
      accessibility={accessibility}
      onDragStart={({ active: item }) => {
        keyboardTarget.current = undefined;
        setActive(String(item.id));
      }}
      onDragCancel={() => setActive(undefined)}
      onDragEnd={({ active: item, over }) => {
        setActive(undefined);
        const landing = over && landingOf(lists, String(item.id), String(over.id));
        if (landing) onMove(landing);
      }}
    >
      {children}
      <DragOverlay dropAnimation={null}>
        {active !== undefined && <div className="st-drag-overlay">{itemLabel(lists, active)}</div>}
      </DragOverlay>
    </DndContext>
  );
}

const INSTRUCTIONS = {
  draggable:
    'To move it, press Space or Enter. Move with the arrow keys, Space or Enter drops it, Escape puts it back.',
};

/** A click on a handle is no drag: the pointer must move this far, in pixels. */
const DRAG_DISTANCE = 4;

function useDragging(lists: readonly DragList[], keyboardTarget: RefObject<string | undefined>) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_DISTANCE } }),
    useSensor(KeyboardSensor, { coordinateGetter: keyboardSteps(lists, keyboardTarget), scrollBehavior: 'auto' }),
  );
  const collisionDetection: CollisionDetection = (args) => {
    const { droppableContainers, active, pointerCoordinates } = args;
    const targets = new Set(targetsOf(lists, String(active.id)));
    const allowed = droppableContainers.filter(({ id }) => targets.has(String(id)));
    if (pointerCoordinates === null) {
      const id = keyboardTarget.current ?? String(active.id);
      return allowed.filter((container) => container.id === id).map((container) => ({ id: container.id }));
    }
    const within = pointerWithin({ ...args, droppableContainers: allowed });
    return within.length > 0 ? within : closestCenter({ ...args, droppableContainers: allowed });
  };
  return { sensors, collisionDetection };
}

/** Arrow keys step through the places in reading order, whatever the geometry. */
function keyboardSteps(
  lists: readonly DragList[],
  keyboardTarget: RefObject<string | undefined>,
): KeyboardCoordinateGetter {
  return (event, { active, context }) => {
    const step = STEPS[event.code];
    if (step === undefined) return undefined;
    event.preventDefault();
    const targets = targetsOf(lists, String(active));
    const at = targets.indexOf(keyboardTarget.current ?? String(active));
    const next = targets[at + step];
    const rect = next === undefined ? undefined : context.droppableRects.get(next);
    if (next === undefined || !rect) return undefined;
    keyboardTarget.current = next;
    return { x: rect.left, y: rect.top };
  };
}

const STEPS: Readonly<Record<string, number>> = {
  [KeyboardCode.Down]: 1,
  [KeyboardCode.Right]: 1,
  [KeyboardCode.Up]: -1,
  [KeyboardCode.Left]: -1,
};

function announcementsOf(lists: readonly DragList[]): Announcements {
  const label = (id: string | number) => itemLabel(lists, String(id));
  const place = (active: string | number, over: string | number) => placeWords(lists, String(active), String(over));
  let hasMoved = false;
  return {
    onDragStart: ({ active }) => {
      hasMoved = false;
      return `Picked up ${label(active.id)}, ${place(active.id, active.id)}.`;
    },
    onDragOver: ({ active, over }) => {
      hasMoved ||= over?.id !== active.id;
      // Being over its own place says nothing before it was anywhere else.
      return over && hasMoved ? `${label(active.id)}: ${place(active.id, over.id)}.` : undefined;
    },
    onDragEnd: ({ active, over }) =>
      over ? `${label(active.id)} dropped at ${place(active.id, over.id)}.` : `${label(active.id)} was not moved.`,
    onDragCancel: ({ active }) => `${label(active.id)} is back where it was.`,
  };
}
