import type { FieldTypeName } from '../../../platform/fields/field-type.ts';
import { AutoNumber } from './AutoNumber.tsx';
import { Checkbox } from './Checkbox.tsx';
import { DateField } from './Date.tsx';
import { DateTime } from './DateTime.tsx';
import { Email } from './Email.tsx';
import type { FieldControl } from './field-control.ts';
import { LongText } from './LongText.tsx';
import { Lookup } from './Lookup.tsx';
import { MasterDetail } from './MasterDetail.tsx';
import { MultiPicklist } from './MultiPicklist.tsx';
import { NumberField } from './Number.tsx';
import { Percent } from './Percent.tsx';
import { Phone } from './Phone.tsx';
import { Picklist } from './Picklist.tsx';
import { Text } from './Text.tsx';
import { Url } from './Url.tsx';

/** How each field type is shown and edited; a type without a control does not compile. */
export const fieldControls: Readonly<Record<FieldTypeName, FieldControl>> = {
  Text,
  LongText,
  Number: NumberField,
  Percent,
  Checkbox,
  Date: DateField,
  DateTime,
  Picklist,
  MultiPicklist,
  Email,
  Phone,
  Url,
  AutoNumber,
  Lookup,
  MasterDetail,
};
