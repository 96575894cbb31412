import { CloseIcon, Hint, InlineError, Label } from '@cmsgov/design-system';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { LookupChoices } from '../../client/api.ts';
import { client } from '../../client/client.ts';
import { useAnnounce } from '../shell/Announcer.tsx';
import { useDebounced } from '../use-debounced.ts';
import type { InputProps } from './field-control.ts';
import { draftText } from './input-props.ts';
import { LookupOptions } from './LookupOptions.tsx';
import { useLookupScope } from './lookup-context.ts';
import { unresolvedDraft, unresolvedText } from './lookup-draft.ts';

type Choice = LookupChoices['choices'][number];

/** A combobox (ARIA 1.2, list autocomplete) over the records that the field may point to. */
export function LookupInput({ id, field, value, error, onChange }: InputProps) {
  const { object, nameOf } = useLookupScope();
  const draft = draftText(value);
  const [chosen, setChosen] = useState<Choice>();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const text = textOfDraft(draft, chosen, (recordId) => nameOf(field.name, recordId));
  const search = useLookup({ object, field: field.name, text: isOpen ? (unresolvedText(draft) ?? '') : undefined });
  const choices = search.data?.choices ?? [];

  const choose = (choice: Choice) => {
    setChosen(choice);
    setOpen(false);
    onChange(choice.id);
  };
  const type = (typed: string) => {
    setOpen(true);
    setActive(-1);
    onChange(unresolvedDraft(typed));
  };
  const close = () => {
    setOpen(false);
    // Leaving the field with the very name of a choice means that choice.
    const typed = unresolvedText(draft)?.trim().toLowerCase();
    const same = choices.filter((choice) => choice.name.toLowerCase() === typed);
    if (same.length === 1 && same[0] && !search.isPlaceholderData) choose(same[0]);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = stepOf(event.key, active, choices.length);
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setActive(step);
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      const choice = choices[active];
      if (choice) choose(choice);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };

  return (
    <div className="fw-lookup">
      <Label fieldId={id} className={field.isRequired ? 'fw-label--required' : ''}>
        {field.label}
      </Label>
      {field.help !== '' && <Hint id={`${id}__hint`}>{field.help}</Hint>}
      {error && <InlineError id={`${id}__error`}>{error}</InlineError>}
      <div className="fw-lookup__box">
        <input
          ref={input}
          id={id}
          name={field.name}
          type="text"
          role="combobox"
          className={`ds-c-field fw-lookup__input${error ? ' ds-c-field--error' : ''}`}
          autoComplete="off"
          spellCheck={false}
          placeholder="Search by name"
          required={field.isRequired}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}__list`}
          aria-activedescendant={isOpen && choices[active] ? `${id}__option-${active}` : undefined}
          aria-invalid={error !== undefined}
          aria-describedby={
            [field.help && `${id}__hint`, error && `${id}__error`].filter(Boolean).join(' ') || undefined
          }
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onClick={() => setOpen(true)}
          onKeyDown={press}
          onBlur={close}
        />
        {text !== '' && (
          <button
            type="button"
            className="fw-lookup__clear"
            aria-label={`Clear ${field.label}`}
            onClick={() => {
              setChosen(undefined);
              onChange('');
              input.current?.focus();
            }}
          >
            <CloseIcon />
          </button>
        )}
        {isOpen && (
          <LookupOptions
            id={id}
            label={field.label}
            search={search}
            active={active}
            onChoose={choose}
            onHover={setActive}
          />
        )}
      </div>
    </div>
  );
}

/** Asks while the list is open (`text` given), a moment after the typing stops. */
function useLookup({ object, field, text }: { object: string; field: string; text: string | undefined }) {
  const announce = useAnnounce();
  const settled = useDebounced(text, 200);
  const search = useQuery({
    queryKey: ['lookup', object, field, settled],
    queryFn: ({ signal }) => client.lookup(object, field, settled ?? '', signal),
    enabled: text !== undefined && settled !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const count = search.data?.choices.length;
  useEffect(() => {
    if (settled !== undefined && count !== undefined)
      announce.quietly(`${count} ${count === 1 ? 'result' : 'results'}`);
  }, [settled, count, announce]);
  return search;
}

function textOfDraft(draft: string, chosen: Choice | undefined, nameOf: (id: string) => string | undefined): string {
  const typed = unresolvedText(draft);
  if (typed !== undefined || draft === '') return typed ?? '';
  return (chosen?.id === draft ? chosen.name : nameOf(draft)) ?? draft;
}

/** Where an arrow key takes the active option; undefined for other keys. */
function stepOf(key: string, active: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(active + 1, count - 1);
  if (key === 'ArrowUp') return active <= 0 ? count - 1 : active - 1;
  return undefined;
}
