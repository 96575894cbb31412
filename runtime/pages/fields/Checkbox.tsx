import { Choice } from '@cmsgov/design-system';
import type { Cell } from '../../client/api.ts';
import type { FieldControl } from './field-control.ts';
import { designProps } from './input-props.ts';

export const Checkbox: FieldControl = {
  align: 'start',
  isWide: false,
  schema: (field) => ({ type: 'boolean', title: field.label }),
  // An address that fills a new record in brings text.
  toDraft: (value) => value === true || value === 'true',
  fromDraft: (draft) => draft === true,
  check: () => undefined,
  text,
  Display: ({ cell }) => text(cell),
  Input: (props) => {
    const { labelClassName: _, ...design } = designProps(props);
    return (
      <Choice
        {...design}
        type="checkbox"
        size="small"
        value="true"
        checked={props.value === true}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    );
  },
};

function text(cell: Cell): string {
  return cell.value === true ? 'Yes' : 'No';
}
