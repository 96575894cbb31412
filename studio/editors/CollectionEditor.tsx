import { useState } from 'react';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import type { StudioElement } from '../draft/elements.ts';
import { moveEdits, orderAt } from '../draft/order.ts';
import { capital, mentionElement } from '../draft/words.ts';
import { anchorOf } from '../paths.ts';
import { DragArea } from '../sortable/DragArea.tsx';
import { Draggable, DraggableList } from '../sortable/Draggable.tsx';
import type { DragList } from '../sortable/drag-lists.ts';
import { useStudio } from '../state/studio-context.ts';
import { AddItem } from './AddItem.tsx';
import { CollectionItem } from './CollectionItem.tsx';
import { collectionOf, itemPlural } from './collections.ts';
import { DataRecords } from './DataRecords.tsx';
import { itemLabel } from './item-label.ts';
import { MoveButtons } from './MoveButtons.tsx';

interface CollectionEditorProps {
  readonly parent: StudioElement;
  readonly collection: string;
}

/** The items of a collection: ordered by drag or keyboard, added, opened to edit, taken out. */
export function CollectionEditor({ parent, collection }: CollectionEditorProps) {
  const { elements } = useStudio();
  const [opened, setOpened] = useState<string>();
  const items = elements.items(parent.id, collection);
  const declared = collectionOf(parent, collection);
  if (parent.kind === 'data') return <DataRecords items={items} />;
  const heading = anchorOf(`${parent.id}/${collection}`);
  return (
    <section className="st-block" aria-labelledby={heading}>
      <h2 id={heading}>{capital(itemPlural(declared.itemLabel))}</h2>
      {items.length === 0 && <p className="st-empty">There is no {declared.itemLabel} yet.</p>}
      <ItemList parent={parent} collection={collection} items={items} opened={opened} onOpen={setOpened} />
      <AddItem
        parent={parent}
        collection={collection}
        taken={items.map((item) => item.path.at(-1) ?? '')}
        order={orderAt(items, items.length) ?? items.length * 10}
        onAdded={setOpened}
      />
    </section>
  );
}

interface ItemListProps extends CollectionEditorProps {
  readonly items: readonly StudioElement[];
  readonly opened: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
}

function ItemList({ parent, collection, items, opened, onOpen }: ItemListProps) {
  const studio = useStudio();
  const { elements, change } = studio;
  const announce = useAnnounce();
  const label = (item: StudioElement) => itemLabel(studio, item.id);
  const list: DragList = {
    id: `${parent.id}/${collection}`,
    group: collection,
    label: collectionOf(parent, collection).itemLabel,
    items: items.map((item) => ({ id: item.id, label: label(item) })),
  };
  const move = (id: string, index: number) => {
    const item = items.find((one) => one.id === id);
    if (!item || index < 0 || index >= items.length) return;
    change({ label: `Move ${mentionElement(id, elements.byId)}`, edits: moveEdits(items, id, index) });
    announce.quietly(`${label(item)} is now ${index + 1} of ${items.length}.`);
  };
  return (
    <DragArea lists={[list]} onMove={({ item, index }) => move(item, index)}>
      <DraggableList list={list}>
        <ul className="st-items">
          {items.map((item, index) => (
            <Draggable key={item.id} id={item.id} label={label(item)} className="st-item">
              {(handle) => (
                <CollectionItem
                  item={item}
                  handle={items.length > 1 && handle}
                  moves={
                    <MoveButtons
                      label={label(item)}
                      index={index}
                      count={items.length}
                      onMove={(to) => move(item.id, to)}
                    />
                  }
                  isOpen={opened === item.id}
                  onToggle={() => onOpen(opened === item.id ? undefined : item.id)}
                />
              )}
            </Draggable>
          ))}
        </ul>
      </DraggableList>
    </DragArea>
  );
}
