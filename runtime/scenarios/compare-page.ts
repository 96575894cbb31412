import type { Json } from '../../platform/json.ts';
import type { Expectation, FieldRight } from '../../platform/kinds/scenario/schema.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import type { RecordPage } from '../client/api.ts';
import type { Context } from '../context.ts';
import { fieldInfo } from '../http/pages/fields.ts';
import { mayReadField } from '../http/visible.ts';
import type { Play } from './play.ts';
import { objectOf } from './records.ts';
import type { Failure } from './result.ts';

interface Opened {
  readonly page: RecordPage;
  readonly expect: Expectation;
  readonly context: Context;
  /** Pointer to the expectation. */
  readonly pointer: string;
}

/** How what somebody may do on a record's page differs from what is expected. */
export function comparePage(play: Play, { page, expect, context, pointer }: Opened): Failure[] {
  const who = context.principal.name;
  const offered = page.actions.map(({ name }) => name);
  const label = page.object.label;
  const rights = { editable: page.canEdit, deletable: page.canDelete };
  return [
    ...(['editable', 'deletable'] as const).flatMap((right) => {
      if (expect[right] === undefined || expect[right] === rights[right]) return [];
      const verb = { editable: 'edit', deletable: 'delete' }[right];
      const message = `${who} ${rights[right] ? 'may' : 'may not'} ${verb} the ${label}.`;
      return [{ pointer: `${pointer}/${right}`, message, expected: !rights[right], actual: rights[right] }];
    }),
    ...(expect.offers ?? []).flatMap((action, index) =>
      offered.includes(action)
        ? []
        : [missed(`${pointer}/offers/${index}`, `${who} is not offered ${action}.`, { action, offered })],
    ),
    ...(expect.withholds ?? []).flatMap((action, index) =>
      offered.includes(action)
        ? [missed(`${pointer}/withholds/${index}`, `${who} is offered ${action}.`, { action, offered })]
        : [],
    ),
    ...Object.entries(expect.fields ?? {}).flatMap(([name, expected]) => {
      const field = objectOf(play, page.object.name).fields.get(name);
      const actual = field ? rightTo(context, field, page.canEdit) : 'hidden';
      if (actual === expected) return [];
      const message = `The right of ${who} to ${field?.label ?? name} of the ${label} is another.`;
      return [{ pointer: `${pointer}/fields/${name}`, message, expected: expected as Json, actual }];
    }),
  ];
}

function missed(
  pointer: string,
  message: string,
  { action, offered }: { readonly action: string; readonly offered: readonly string[] },
): Failure {
  return { pointer, message, expected: action, actual: offered };
}

/** As pages decide about the inputs that they draw. */
function rightTo(context: Context, field: FieldDef, canEdit: boolean): FieldRight {
  if (!mayReadField(context, field)) return 'hidden';
  return fieldInfo(context, field, { kind: 'existing', canEdit }).isEditable ? 'edit' : 'read';
}
