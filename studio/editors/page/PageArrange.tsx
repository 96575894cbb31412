import { DragArea } from '../../sortable/DragArea.tsx';
import { Draggable, DraggableList, ListEnd } from '../../sortable/Draggable.tsx';
import { AddPart } from './AddPart.tsx';
import { PagePart } from './PagePart.tsx';
import { PageSection } from './PageSection.tsx';
import { usePageState } from './page-state.ts';

/** The page as cards that can be moved. */
export function PageArrange() {
  const { page, lists, move, labelOf } = usePageState();
  const listOf = (collection: string) => lists.find((list) => list.id === `${page.id}/${collection}`);
  const [highlights, sections, related] = [listOf('highlights'), listOf('sections'), listOf('relatedLists')];
  if (!highlights || !sections || !related) return null;
  return (
    <DragArea lists={lists} onMove={move}>
      <div className="st-page">
        <section className="st-page__part" aria-label="Key facts">
          <h2 className="st-page__heading">Key facts</h2>
          <DraggableList list={highlights}>
            <ul className="st-page__facts">
              {highlights.items.map((item) => (
                <Draggable key={item.id} id={item.id} label={labelOf(item.id)} className="st-part">
                  {(handle) => <PagePart id={item.id} handle={handle} />}
                </Draggable>
              ))}
            </ul>
          </DraggableList>
          <AddPart collection="highlights" parent={page} label="Add a key fact" />
        </section>
        <DraggableList list={sections}>
          {sections.items.map((item) => (
            <Draggable
              key={item.id}
              id={item.id}
              label={`section ${labelOf(item.id)}`}
              className="st-page__part"
              as="section"
            >
              {(handle) => <PageSection id={item.id} handle={handle} />}
            </Draggable>
          ))}
        </DraggableList>
        <ListEnd list={sections.id}>
          <AddPart collection="sections" parent={page} label="New section" />
        </ListEnd>
        <section className="st-page__part" aria-label="Related lists">
          <h2 className="st-page__heading">Related lists</h2>
          <DraggableList list={related}>
            <ul className="st-page__related">
              {related.items.map((item) => (
                <Draggable key={item.id} id={item.id} label={labelOf(item.id)} className="st-part">
                  {(handle) => <PagePart id={item.id} handle={handle} />}
                </Draggable>
              ))}
            </ul>
          </DraggableList>
          <AddPart collection="relatedLists" parent={page} label="Add a related list" />
        </section>
      </div>
    </DragArea>
  );
}
