import type { Json } from '../../platform/json.ts';
import { CONDITION_GLOBALS } from '../../platform/kinds/condition-scope.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { factChoices } from '../conditions/facts.ts';
import type { StudioElement } from '../draft/elements.ts';
import { mentionElement } from '../draft/words.ts';
import { objectOfElement } from '../properties/pickers.ts';
import { useStudio } from '../state/studio-context.ts';
import { SelectInput, TextInput } from '../ui/fields.tsx';

/** What an action sets a field to: a value, or what another field or the moment holds. */
export function SetValueEditor({ item }: { readonly item: StudioElement }) {
  const state = useStudio();
  const { catalog, elements, change } = state;
  const object = objectOfElement(state, item);
  const field = catalog.step(object, item.path.at(-1) ?? '');
  const { fact, value } = item.properties;
  const isFact = typeof fact === 'string';
  const set = (name: 'fact' | 'value', next: Json) => {
    const other = name === 'fact' ? 'value' : 'fact';
    const unset: Edit[] =
      item.properties[other] === undefined ? [] : [{ op: 'unset', element: item.id, property: other }];
    change({
      label: `Change ${mentionElement(item.id, elements.byId)}`,
      edits: [...unset, { op: 'set', element: item.id, properties: { [name]: next } }],
      ...(unset.length === 0 && { key: `${item.id} ${name}` }),
    });
  };
  const choices = field?.values.map((one) => ({ value: one.value, label: one.label })) ?? [];
  return (
    <div className="st-row st-row--fields">
      <SelectInput
        label="Set it to"
        value={isFact ? 'fact' : 'value'}
        options={KINDS}
        onChange={(kind) => (kind === 'fact' ? set('fact', '$User.Id') : set('value', choices[0]?.value ?? ''))}
      />
      {isFact && (
        <SelectInput
          label="Field"
          value={fact}
          options={factChoices(catalog, { object, globals: CONDITION_GLOBALS.actionSet })}
          onChange={(next) => set('fact', next)}
        />
      )}
      {!isFact && field?.type === 'Checkbox' && (
        <SelectInput
          label="Value"
          value={String(value)}
          options={YES_NO}
          onChange={(next) => set('value', next === 'true')}
        />
      )}
      {!isFact && choices.length > 0 && (
        <SelectInput
          label="Value"
          value={String(value ?? '')}
          options={choices}
          onChange={(next) => set('value', next)}
        />
      )}
      {!isFact && choices.length === 0 && field?.type !== 'Checkbox' && (
        <TextInput
          label="Value"
          value={String(value ?? '')}
          onChange={(next) => set('value', next === '' ? null : next)}
        />
      )}
    </div>
  );
}

const KINDS = [
  { value: 'value', label: 'a value' },
  { value: 'fact', label: 'the field' },
];
const YES_NO = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
];
