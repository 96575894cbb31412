import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { LookupChoices } from '../../client/api.ts';

interface LookupOptionsProps {
  readonly id: string;
  readonly label: string;
  readonly search: UseQueryResult<LookupChoices>;
  readonly active: number;
  readonly onChoose: (choice: LookupChoices['choices'][number]) => void;
  readonly onHover: (index: number) => void;
}

/** The list under a lookup's box: names with what tells namesakes apart, or why there is none. */
export function LookupOptions({ id, label, search, active, onChoose, onHover }: LookupOptionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const choices = search.data?.choices ?? [];
  const note = noteOf(search);
  return (
    <div className="fw-lookup__panel">
      <div ref={list} id={`${id}__list`} role="listbox" aria-label={label} className="fw-lookup__list">
        {choices.map((choice, index) => (
          // The keyboard reaches the options through the combobox (aria-activedescendant), as the pattern has it.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={choice.id}
            id={`${id}__option-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="fw-lookup__option"
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => onHover(index)}
            onClick={() => onChoose(choice)}
          >
            <span className="fw-lookup__name">{choice.name}</span>
            {choice.detail !== '' && <span className="fw-lookup__detail">{choice.detail}</span>}
          </div>
        ))}
      </div>
      {note && <p className="fw-lookup__note">{note}</p>}
    </div>
  );
}

function noteOf(search: UseQueryResult<LookupChoices>): string | undefined {
  if (search.isError) return `The list could not be loaded: ${search.error.message}`;
  if (!search.data) return 'Searching…';
  if (search.data.choices.length === 0) return 'Nothing found. Try another part of the name.';
  return search.data.hasMore ? 'There are more. Type more of the name to narrow the list.' : undefined;
}
