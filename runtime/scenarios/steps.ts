import type { StepKind, StepProperties } from '../../platform/kinds/scenario/schema.ts';
import type { RecordPage } from '../client/api.ts';
import type { ApiError } from '../errors.ts';
import { listPage } from '../http/pages/list.ts';
import { recordPage } from '../http/pages/record.ts';
import { runQuery } from '../query/run-query.ts';
import type { SaveContext } from '../records/change.ts';
import { runAction } from '../records/run-action.ts';
import { save } from '../records/save.ts';
import type { SaveOutcome } from '../records/save-request.ts';
import { introduce, type Play } from './play.ts';
import { expressionOf, findRecord, MAX_ROWS, objectOf } from './records.ts';
import { idOf, resolveValues } from './values.ts';

/** What came of a step. Refusals are thrown as requests are refused, or stand among the errors as a save's do. */
export interface StepOutcome {
  readonly errors?: readonly ApiError[];
  /** The record that it was about. */
  readonly record?: { readonly object: string; readonly id: string };
  /** Ids that a list or query answered with, and how many there are in all. */
  readonly listed?: { readonly ids: readonly string[]; readonly count: number };
  /** The page that was opened. */
  readonly page?: RecordPage;
}

/** A step with its name and who takes it. */
export interface Taken {
  readonly name: string;
  readonly step: StepProperties;
  readonly context: SaveContext;
}

/** Takes a step on the road that pages and programs take, in the person's own right. */
export function takeStep(play: Play, taken: Taken): Promise<StepOutcome> {
  return TAKE[taken.step.do](play, taken);
}

const TAKE: Readonly<Record<StepKind, (play: Play, taken: Taken) => Promise<StepOutcome>>> = {
  async create(play, { name, step, context }) {
    const object = text(step.object);
    const records = [{ values: resolveValues(play, context, step.values) }];
    const [outcome] = await save(context, { operation: 'insert', object, records, allOrNone: true });
    if (!outcome?.success || outcome.id === null) return { errors: outcome?.errors ?? [] };
    introduce(play, name, { object, id: outcome.id });
    return { record: { object, id: outcome.id } };
  },
  async update(play, { step, context }) {
    const record = recordOf(play, step);
    const records = [{ id: record.id, values: resolveValues(play, context, step.values) }];
    const [outcome] = await save(context, { operation: 'update', object: record.object, records, allOrNone: true });
    return written(outcome, record);
  },
  async delete(play, { step, context }) {
    const { object, id } = recordOf(play, step);
    const [outcome] = await save(context, { operation: 'delete', object, records: [{ id }], allOrNone: true });
    return written(outcome, { object, id });
  },
  async action(play, { step, context }) {
    const record = recordOf(play, step);
    const records = [{ id: record.id, inputs: resolveValues(play, context, step.inputs) }];
    const [outcome] = await runAction(context, {
      object: record.object,
      action: text(step.action),
      records,
      allOrNone: true,
    });
    return written(outcome, record);
  },
  async find(play, { name, step, context }) {
    const object = text(step.object);
    const id = await findRecord(play, context, { object, where: step.where, pointer: `/steps/${name}/where` });
    introduce(play, name, { object, id });
    return { record: { object, id } };
  },
  async open(play, { step, context }) {
    const record = recordOf(play, step);
    return { record, page: await recordPage(context, record.object, record.id) };
  },
  async list(_play, { step, context }) {
    return { listed: await listAll(context, step) };
  },
  async query(play, { step, context }) {
    const { where, select = [] } = step;
    const object = text(step.object);
    const { rows, count } = await runQuery(context, {
      object,
      select: [['Id'], ...select.map((path) => path.split('.'))],
      ...(where === undefined ? {} : { where: expressionOf(play, objectOf(play, object), where) }),
      limit: MAX_ROWS,
    });
    return { listed: { ids: rows.map((row) => String(row.Id)), count } };
  },
};

function written(outcome: SaveOutcome | undefined, record: { object: string; id: string }): StepOutcome {
  return outcome?.success ? { record } : { record, errors: outcome?.errors ?? [] };
}

function recordOf(play: Play, { record = '' }: StepProperties): { object: string; id: string } {
  return { id: idOf(play, record), object: play.objects.get(record) ?? '' };
}

const PAGE_SIZE = 200;

/** Every row of a list view, page by page as people turn them. */
async function listAll(context: SaveContext, step: StepProperties): Promise<{ ids: readonly string[]; count: number }> {
  const asked = { object: text(step.object), view: text(step.view), pageSize: PAGE_SIZE };
  const search = step.search === undefined ? {} : { search: step.search };
  const ids: string[] = [];
  for (let page = 1; ; page++) {
    const { rows, total } = await listPage(context, { ...asked, ...search, page });
    ids.push(...rows.map(({ id }) => id));
    if (rows.length < PAGE_SIZE || ids.length >= total) return { ids, count: total };
  }
}

/** A property that the check has found there. */
function text(value: string | undefined): string {
  return value ?? '';
}
