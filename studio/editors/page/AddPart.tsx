import { useState } from 'react';
import { pathChoices } from '../../conditions/facts.ts';
import { itemId } from '../../draft/element-id.ts';
import type { StudioElement } from '../../draft/elements.ts';
import { mentionElement } from '../../draft/words.ts';
import { type StudioState, useStudio } from '../../state/studio-context.ts';
import { type Choices, type Option, SelectInput, TextInput } from '../../ui/fields.tsx';
import { insertEdits, newSectionKey } from './page-layout.ts';
import { type PageState, usePageState } from './page-state.ts';

interface AddPartProps {
  /** The page, or the section that gets a field. */
  readonly parent: StudioElement;
  readonly collection: 'highlights' | 'sections' | 'items' | 'relatedLists';
  readonly label: string;
}

/** Puts something new on the page, at the end of its list. */
export function AddPart({ parent, collection, label }: AddPartProps) {
  const studio = useStudio();
  const page = usePageState();
  const { elements, change } = studio;
  const items = elements.items(parent.id, collection);
  const add = (key: string, name: string, properties = {}) => {
    const id = itemId(parent.id, collection, key);
    change({
      label: `Add ${name} to ${mentionElement(page.page.id, elements.byId)}`,
      edits: insertEdits(items, id, items.length, properties),
    });
    page.select(id);
  };
  if (collection === 'sections') {
    return (
      <NewSection
        label={label}
        onAdd={(name) => add(newSectionKey(elements, page.page.id, name), name, { label: name })}
      />
    );
  }
  const choices = choicesOf(studio, page, collection);
  if (choices.length === 0) return null;
  const options = choices.flatMap((one) => ('options' in one ? one.options : [one]));
  return (
    <div className="st-add st-add--quiet">
      <SelectInput
        label={label}
        isLabelHidden
        blank={label}
        value=""
        options={choices}
        onChange={(key) => add(key, options.find((one) => one.value === key)?.label ?? key)}
      />
    </div>
  );
}

function NewSection({ label, onAdd }: { readonly label: string; readonly onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const add = () => {
    onAdd(name.trim());
    setName('');
  };
  return (
    <div className="st-add" data-own-undo="">
      <TextInput label={label} value={name} onChange={setName} />
      <button type="button" className="ds-c-button ds-c-button--small" disabled={name.trim() === ''} onClick={add}>
        Add section
      </button>
    </div>
  );
}

/** What is not on the page yet. */
function choicesOf(
  { catalog, elements }: StudioState,
  { page, object }: PageState,
  collection: 'highlights' | 'items' | 'relatedLists',
): readonly (Option | Choices)[] {
  const taken = new Set(
    [...elements.byId.values()]
      .filter((one) => one.kind === 'page' && one.component === page.component && one.path.at(-2) === collection)
      .map((one) => one.path.at(-1)),
  );
  if (collection === 'relatedLists') {
    return catalog
      .children(object)
      .filter((child) => !taken.has(child.name))
      .map((child) => ({ value: child.name, label: `${child.label} (${catalog.objectLabel(child.object)})` }));
  }
  if (collection === 'highlights') {
    return pathChoices(catalog, object).map((group) => ({
      ...group,
      options: group.options.filter((one) => !taken.has(one.value)),
    }));
  }
  return catalog
    .fields(object)
    .filter((field) => !taken.has(field.name))
    .map((field) => ({ value: field.name, label: field.label }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
