import { type ReactNode, useState } from 'react';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { findUses, whereUsed } from '../../platform/layers/uses.ts';
import { ORG } from '../../platform/packages/element.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { isSet, type StudioElement, textOf } from '../draft/elements.ts';
import { propertyEdits } from '../draft/property-edits.ts';
import { planRemoval } from '../draft/removal.ts';
import { countOf } from '../draft/words.ts';
import { anchorOf } from '../paths.ts';
import { PropertyOrigin } from '../properties/Origin.tsx';
import { PropertyProblems } from '../properties/PropertyProblems.tsx';
import { useStudio } from '../state/studio-context.ts';
import { CheckInput, TextInput } from '../ui/fields.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { UseList } from './UseList.tsx';

interface PicklistValueRowProps {
  readonly value: StudioElement;
  /** All of the field: only one of them is chosen at first. */
  readonly values: readonly StudioElement[];
  readonly handle: ReactNode;
  readonly moves: ReactNode;
}

/** One value: label, whether it can be chosen, whether it is chosen at first. */
export function PicklistValueRow({ value, values, handle, moves }: PicklistValueRowProps) {
  const { change } = useStudio();
  const key = value.path[1] ?? '';
  const label = textOf(value, 'label') ?? key;
  const isActive = value.properties.active !== false;
  const rename = (text: string) =>
    change({
      label: `Rename value ${key} to ${text}`,
      edits: propertyEdits(value, 'label', text),
      key: `${value.id} label`,
    });
  const setActive = (next: boolean) =>
    change({ label: `${next ? 'Activate' : 'Deactivate'} value ${label}`, edits: activeEdits(value, next) });
  return (
    <div id={anchorOf(value.id)}>
      <div className="st-item__row">
        {handle}
        <div className="st-value__label">
          <TextInput label={`Label of ${key}`} isLabelHidden value={label} onChange={rename} />
          {label !== key && <code>{key}</code>}
        </div>
        <CheckInput label={`Active: ${label}`} shownLabel="Active" isChecked={isActive} onChange={setActive} />
        <CheckInput
          label={`Chosen at first: ${label}`}
          shownLabel="Default"
          isChecked={isSet(value, 'default')}
          onChange={(next) =>
            change({
              label: `${next ? 'Choose' : 'Do not choose'} ${label} at first`,
              edits: defaultEdits(value, values, next),
            })
          }
        />
        <span className="st-item__buttons">
          {moves}
          <RemoveValue value={value} label={label} />
        </span>
      </div>
      <PropertyProblems element={value.id} property="label" />
      <PropertyOrigin element={value} property="label" />
      <ValueUses value={value} isActive={isActive} />
    </div>
  );
}

/** What a package ships is deactivated; what was added here can go, unless something names it. */
function RemoveValue({ value, label }: { readonly value: StudioElement; readonly label: string }) {
  const { change, elements } = useStudio();
  const announce = useAnnounce();
  if (value.owner !== ORG) return null;
  const remove = () => {
    const { edits, blockers } = planRemoval(findUses(elements.byId), value.id);
    if (blockers.length === 0) change({ label: `Remove value ${label}`, edits });
    else announce(`${label} stays: it is named in ${countOf(blockers.length, 'place')}. Change them first.`);
  };
  return <IconButton icon="remove" label={`Remove ${label}`} onClick={remove} />;
}

function ValueUses({ value, isActive }: { readonly value: StudioElement; readonly isActive: boolean }) {
  const { uses } = useStudio();
  const [isOpen, setOpen] = useState(false);
  const found = whereUsed(uses, value.id).filter((use) => !use.from.startsWith('data:'));
  if (found.length === 0) return null;
  const isWarning = !isActive;
  return (
    <div className={isWarning ? 'st-value__uses st-value__uses--warning' : 'st-value__uses'}>
      <button type="button" className="st-link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isWarning
          ? `Inactive, and still named in ${countOf(found.length, 'place')}`
          : `Named in ${countOf(found.length, 'place')}`}
      </button>
      {isOpen && <UseList uses={found} />}
    </div>
  );
}

/** Active is what a value is when nothing is said. */
function activeEdits(value: StudioElement, isActive: boolean): Edit[] {
  if (!isActive) return [{ op: 'set', element: value.id, properties: { active: false } }];
  const edits = propertyEdits(value, 'active', undefined);
  return edits.length > 0 ? edits : [{ op: 'set', element: value.id, properties: { active: true } }];
}

function defaultEdits(value: StudioElement, values: readonly StudioElement[], isDefault: boolean): Edit[] {
  const others = isDefault ? values.filter((other) => other.id !== value.id && isSet(other, 'default')) : [];
  return [
    ...others.flatMap((other) => propertyEdits(other, 'default', false)),
    ...propertyEdits(value, 'default', isDefault),
  ];
}
