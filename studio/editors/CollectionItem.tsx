import { InlineError } from '@cmsgov/design-system';
import type { ReactNode } from 'react';
import { ORG } from '../../platform/packages/element.ts';
import type { StudioElement } from '../draft/elements.ts';
import { mentionElement } from '../draft/words.ts';
import { anchorOf } from '../paths.ts';
import { packageLabel } from '../properties/Origin.tsx';
import { PropertyForm } from '../properties/PropertyForm.tsx';
import { useStudio } from '../state/studio-context.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { schemaOf } from './component-frame.tsx';
import { itemLabel } from './item-label.ts';
import { SetValueEditor } from './SetValueEditor.tsx';

interface CollectionItemProps {
  readonly item: StudioElement;
  readonly handle: ReactNode;
  readonly moves: ReactNode;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One item: its name, what it says once opened, and how to move it or take it out. */
export function CollectionItem({ item, handle, moves, isOpen, onToggle }: CollectionItemProps) {
  const studio = useStudio();
  const { elements, change, model } = studio;
  const key = item.path.at(-1) ?? '';
  const label = itemLabel(studio, item.id);
  const collections = item.path.filter((_, index) => index % 2 === 0);
  const schema = schemaOf(model.schemas, item.kind, collections);
  const isSet = item.kind === 'action' && collections[0] === 'sets';
  const hasMore = isSet || Object.keys(schema.properties ?? {}).some((name) => name !== 'order');
  const remove = () =>
    change({ label: `Remove ${mentionElement(item.id, elements.byId)}`, edits: [{ op: 'remove', element: item.id }] });
  return (
    <div id={anchorOf(item.id)}>
      <div className="st-item__row">
        {handle}
        {hasMore ? (
          <button type="button" className="st-item__name" aria-expanded={isOpen} onClick={onToggle}>
            {label}
          </button>
        ) : (
          <span className="st-item__name">{label}</span>
        )}
        {label !== key && <code>{key}</code>}
        <span className="st-item__from">
          {item.owner === ORG ? 'Added here' : packageLabel(item.owner, model.packages)}
        </span>
        <span className="st-item__buttons">
          {moves}
          <IconButton icon="remove" label={`Remove ${label}`} onClick={remove} />
        </span>
      </div>
      <ItemProblems item={item} />
      {isOpen &&
        (isSet ? <SetValueEditor item={item} /> : <PropertyForm element={item} schema={schema} hidden={ORDER} />)}
    </div>
  );
}

/** What is wrong with the item, while it is closed too. */
function ItemProblems({ item }: { readonly item: StudioElement }) {
  const { problems } = useStudio();
  return problems
    .filter((problem) => problem.element === item.id)
    .map((problem) => <InlineError key={problem.message}>{problem.message}</InlineError>);
}

/** Moving an item sets its order. */
const ORDER = ['order'];
