import { useState } from 'react';
import type { Json } from '../../platform/json.ts';
import { pathChoices } from '../conditions/facts.ts';
import { itemId } from '../draft/element-id.ts';
import { type StudioElement, textOf } from '../draft/elements.ts';
import { labelOf, mentionElement } from '../draft/words.ts';
import { objectOfElement } from '../properties/pickers.ts';
import { type StudioState, useStudio } from '../state/studio-context.ts';
import { type Choices, type Option, SelectInput, TextInput } from '../ui/fields.tsx';
import { collectionOf, withArticle } from './collections.ts';

interface AddItemProps {
  readonly parent: StudioElement;
  readonly collection: string;
  readonly taken: readonly string[];
  readonly order: number;
  readonly onAdded: (id: string) => void;
}

/** Adds an item: chosen from what there is, or given a name. */
export function AddItem({ parent, collection, taken, order, onAdded }: AddItemProps) {
  const state = useStudio();
  const { itemLabel } = collectionOf(parent, collection);
  const choices = keyChoices(state, parent, collection);
  const add = (key: string) => {
    if (key === '' || taken.includes(key)) return;
    const element = itemId(parent.id, collection, key);
    const properties: Record<string, Json> = { order, ...(STARTS[collection] ?? {}) };
    const what = `${itemLabel} ${key} to ${mentionElement(parent.id, state.elements.byId)}`;
    state.change({ label: `Add ${what}`, edits: [{ op: 'set', element, properties }] });
    onAdded(element);
  };
  if (!choices) return <NamedItem label={`New ${itemLabel}`} onAdd={add} />;
  return (
    <div className="st-add">
      <SelectInput label={`Add ${withArticle(itemLabel)}`} value="" options={without(choices, taken)} onChange={add} />
    </div>
  );
}

/** What a new item must say from the start, where its kind has no sensible blank. */
const STARTS: Readonly<Record<string, Readonly<Record<string, Json>>>> = { sets: { value: '' } };

function NamedItem({ label, onAdd }: { readonly label: string; readonly onAdd: (key: string) => void }) {
  const [name, setName] = useState('');
  const add = () => {
    onAdd(name.trim());
    setName('');
  };
  return (
    <div className="st-add" data-own-undo="">
      <TextInput label={label} value={name} onChange={setName} />
      <button type="button" className="ds-c-button ds-c-button--small" onClick={add} disabled={name.trim() === ''}>
        Add
      </button>
    </div>
  );
}

function keyChoices(
  state: StudioState,
  parent: StudioElement,
  collection: string,
): readonly (Option | Choices)[] | undefined {
  const { elements, catalog } = state;
  if (collection === 'tabs') {
    return elements
      .components('object')
      .map((object) => ({ value: object.component, label: labelOf(object.id, elements.byId) }));
  }
  const object = listedObject(state, parent);
  if (collection === 'pathSteps') {
    const field = catalog.step(object, textOf(parent, 'pathField') ?? '');
    return (field?.values ?? []).map(({ value, label }) => ({ value, label }));
  }
  if (collection === 'columns' || collection === 'highlights') return pathChoices(catalog, object);
  if (collection !== 'inputs' && collection !== 'sets') return undefined;
  return catalog.fields(object).map((field) => ({ value: field.name, label: field.label }));
}

/** The object whose fields can be added: of the component, or of the records that a related list shows. */
function listedObject(state: StudioState, parent: StudioElement): string {
  const object = objectOfElement(state, parent);
  if (parent.path.at(-2) !== 'relatedLists') return object;
  return state.catalog.child(object, parent.path.at(-1) ?? '')?.object ?? object;
}

function without(choices: readonly (Option | Choices)[], taken: readonly string[]): readonly (Option | Choices)[] {
  return choices.flatMap((choice): (Option | Choices)[] => {
    if (!('options' in choice)) return taken.includes(choice.value) ? [] : [choice];
    return [{ ...choice, options: choice.options.filter((one) => !taken.includes(one.value)) }];
  });
}
