import type { ReactNode } from 'react';
import type { ElementId } from '../../../platform/packages/element.ts';
import { anchorOf } from '../../paths.ts';
import { Draggable, DraggableList, ListEnd } from '../../sortable/Draggable.tsx';
import { useStudio } from '../../state/studio-context.ts';
import { AddPart } from './AddPart.tsx';
import { PagePart } from './PagePart.tsx';
import { usePageState } from './page-state.ts';

interface PageSectionProps {
  readonly id: ElementId;
  readonly handle: ReactNode;
}

/** A section with its fields. Fields move within it and to other sections. */
export function PageSection({ id, handle }: PageSectionProps) {
  const { elements } = useStudio();
  const { lists, labelOf } = usePageState();
  const section = elements.byId.get(id);
  const list = lists.find((one) => one.id === `${id}/items`);
  if (!section || !list) return null;
  const columns = section.properties.columns === 1 ? 1 : 2;
  return (
    <div id={anchorOf(id)}>
      <PagePart id={id} handle={handle} isHeading />
      <DraggableList list={list}>
        <ul className={`st-page__fields st-page__fields--${columns}`}>
          {list.items.map((item) => (
            <Draggable key={item.id} id={item.id} label={labelOf(item.id)} className="st-part">
              {(itemHandle) => <PagePart id={item.id} handle={itemHandle} />}
            </Draggable>
          ))}
        </ul>
      </DraggableList>
      <ListEnd list={list.id}>
        <AddPart collection="items" parent={section} label={`Add a field to ${labelOf(id)}`} />
      </ListEnd>
    </div>
  );
}
