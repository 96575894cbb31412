import { useId } from 'react';
import { type Choices, SelectInput } from '../ui/fields.tsx';
import { IconButton } from '../ui/IconButton.tsx';

interface Sort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

interface SortEditorProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly sort: readonly Sort[];
  readonly choices: readonly Choices[];
  readonly onChange: (sort: readonly Sort[]) => void;
}

/** Most that a list is sorted by. */
const MOST = 3;

const DIRECTIONS = [
  { value: 'asc', label: 'ascending' },
  { value: 'desc', label: 'descending' },
];

/** Fields to sort by, the first one first. */
export function SortEditor({ label, hint, sort, choices, onChange }: SortEditorProps) {
  const id = useId();
  const replace = (index: number, next: Partial<Sort>) =>
    onChange(sort.map((one, at) => (at === index ? { ...one, ...next } : one)));
  return (
    <fieldset className="st-list" aria-describedby={hint === undefined ? undefined : id}>
      <legend>{label}</legend>
      {hint !== undefined && (
        <p className="st-hint" id={id}>
          {hint}
        </p>
      )}
      <ol>
        {sort.map(({ field, direction }, index) => (
          <li key={field}>
            <SelectInput
              label={`Sort field ${index + 1}`}
              isLabelHidden
              value={field}
              options={choices}
              onChange={(next) => replace(index, { field: next })}
            />
            <SelectInput
              label={`Direction ${index + 1}`}
              isLabelHidden
              value={direction}
              options={DIRECTIONS}
              onChange={(next) => replace(index, { direction: next === 'desc' ? 'desc' : 'asc' })}
            />
            <IconButton
              icon="remove"
              label={`Remove sort field ${index + 1}`}
              onClick={() => onChange(sort.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ol>
      {sort.length < MOST && (
        <SelectInput
          label="Sort also by"
          isLabelHidden
          value=""
          options={choices}
          onChange={(field) => onChange([...sort, { field, direction: 'asc' }])}
        />
      )}
    </fieldset>
  );
}
