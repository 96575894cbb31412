import type { Cell } from '../../client/api.ts';
import type { FieldControl, ValueInfo } from './field-control.ts';
import { draftText } from './input-props.ts';
import { choosableValues, labelOfValue } from './picklist-values.ts';
import { SelectField } from './SelectField.tsx';

export const Picklist: FieldControl = {
  align: 'start',
  isWide: false,
  schema: (field) => ({ type: 'string', title: field.label }),
  toDraft: (value) => (value === null ? '' : String(value)),
  fromDraft: (draft) => draftText(draft) || null,
  check: () => undefined,
  text,
  Display: ({ cell, info }) => text(cell, info),
  Input: (props) => {
    const chosen = draftText(props.value);
    const none = { value: '', label: props.field.isRequired ? 'Choose one' : 'None' };
    return <SelectField {...props} options={[none, ...choosableValues(props.field, chosen ? [chosen] : [])]} />;
  },
};

function text(cell: Cell, info: ValueInfo): string {
  return cell.value === null ? '' : labelOfValue(String(cell.value), info);
}
