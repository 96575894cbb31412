import { Button } from '@cmsgov/design-system';
import { type FormEvent, useRef, useState } from 'react';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { itemId } from '../draft/element-id.ts';
import { type StudioElement, textOf } from '../draft/elements.ts';
import { moveEdits, orderAt } from '../draft/order.ts';
import { labelOf } from '../draft/words.ts';
import { anchorOf } from '../paths.ts';
import { DragArea } from '../sortable/DragArea.tsx';
import { Draggable, DraggableList } from '../sortable/Draggable.tsx';
import type { DragList } from '../sortable/drag-lists.ts';
import { useStudio } from '../state/studio-context.ts';
import { TextInput } from '../ui/fields.tsx';
import { MoveButtons } from './MoveButtons.tsx';
import { PicklistValueRow } from './PicklistValueRow.tsx';

/** The values of a picklist: their order, labels, which is chosen at first, which can still be chosen. */
export function PicklistValues({ field }: { readonly field: StudioElement }) {
  const { elements, change } = useStudio();
  const announce = useAnnounce();
  const values = elements.items(field.id, 'values');
  const label = (value: StudioElement) => textOf(value, 'label') ?? value.path[1] ?? '';
  const list: DragList = {
    id: `${field.id}/values`,
    group: 'values',
    label: `the values of ${labelOf(field.id, elements.byId)}`,
    items: values.map((value) => ({ id: value.id, label: label(value) })),
  };
  const move = (id: string, index: number) => {
    const value = values.find((one) => one.id === id);
    if (!value) return;
    const what = `${label(value)} in ${labelOf(field.id, elements.byId)}`;
    change({ label: `Move value ${what}`, edits: moveEdits(values, id, index) });
    announce.quietly(`${label(value)} is now ${index + 1} of ${values.length}.`);
  };
  const heading = anchorOf(`${field.id}/values`);
  return (
    <section className="st-block" aria-labelledby={heading}>
      <h2 id={heading}>Values</h2>
      <DragArea lists={[list]} onMove={({ item, index }) => move(item, index)}>
        <DraggableList list={list}>
          <ol className="st-items">
            {values.map((value, index) => (
              <Draggable key={value.id} id={value.id} label={label(value)} className="st-item st-value">
                {(handle) => (
                  <PicklistValueRow
                    value={value}
                    values={values}
                    handle={handle}
                    moves={
                      <MoveButtons
                        label={label(value)}
                        index={index}
                        count={values.length}
                        onMove={(to) => move(value.id, to)}
                      />
                    }
                  />
                )}
              </Draggable>
            ))}
          </ol>
        </DraggableList>
      </DragArea>
      {values.length === 0 && <p className="st-empty">There is no value yet: nobody can choose anything.</p>}
      <AddValue field={field} values={values} />
    </section>
  );
}

function AddValue({ field, values }: { readonly field: StudioElement; readonly values: readonly StudioElement[] }) {
  const { elements, change } = useStudio();
  const announce = useAnnounce();
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const box = useRef<HTMLFormElement>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const label = text.trim();
    const problem = valueProblem(label, values);
    setError(problem);
    if (problem === undefined) {
      const element = itemId(field.id, 'values', label);
      const order = orderAt(values, values.length) ?? (values.length + 1) * 10;
      const where = labelOf(field.id, elements.byId);
      change({
        label: `Add value ${label} to ${where}`,
        edits: [{ op: 'set', element, properties: { label, order } }],
      });
      announce.quietly(`${label} is added as the last value.`);
      setText('');
    }
    box.current?.querySelector('input')?.focus();
  };
  return (
    <form className="st-add" data-own-undo="" ref={box} onSubmit={add} noValidate>
      <TextInput
        label="New value"
        hint="Its API name is this first label; the label can change later."
        value={text}
        onChange={setText}
        error={error}
      />
      <Button type="submit" size="small">
        Add value
      </Button>
    </form>
  );
}

function valueProblem(label: string, values: readonly StudioElement[]): string | undefined {
  if (label === '') return 'Type what people will see.';
  if (/[/~]/.test(label)) return 'A new value cannot contain “/” or “~”. Add it without, then change its label.';
  const isTaken = values.some((value) => (value.path[1] ?? '').toLowerCase() === label.toLowerCase());
  return isTaken ? `There is a value ${label} already.` : undefined;
}
