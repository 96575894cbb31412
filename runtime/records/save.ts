import { parseRecordId } from '../../platform/fields/record-id.ts';
import { findObject } from '../../platform/layers/find.ts';
import type { ObjectDef } from '../../platform/layers/model.ts';
import { holdVersion } from '../../platform/store/lock.ts';
import { refuse } from '../errors.ts';
import { type Authority, type Change, newChange, refuseChange, type Save, type SaveContext } from './change.ts';
import { deleteRecords, newDeletePlan, planDelete } from './delete.ts';
import { ModelMovedError } from './model-moved.ts';
import { type Pipeline, runPipeline } from './pipeline.ts';
import type { SaveOutcome, SaveRequest } from './save-request.ts';
import { applyDefaults } from './stages/apply-defaults.ts';
import { checkAdmins } from './stages/check-admins.ts';
import { checkObjectAccess } from './stages/check-object-access.ts';
import { checkOnlyActions } from './stages/check-only-actions.ts';
import { checkOwner } from './stages/check-owner.ts';
import { checkRequired } from './stages/check-required.ts';
import { checkRules } from './stages/check-rules.ts';
import { checkUnique } from './stages/check-unique.ts';
import { findUpserted } from './stages/find-upserted.ts';
import { loadExisting } from './stages/load-existing.ts';
import { parseValues } from './stages/parse-values.ts';
import { readInput } from './stages/read-input.ts';
import { resolveReferences } from './stages/resolve-references.ts';
import { writeRecords } from './write.ts';

/**
 * Writes an array of records of one object, in the caller's transaction and with a number of queries that does not
 * depend on how many they are. Every problem of every record comes back at once. With `allOrNone` one problem keeps all
 * from being written. Throws ModelMovedError when a deploy came in between, and RequestError when the request as a
 * whole makes no sense.
 */
export async function save(context: SaveContext, request: SaveRequest): Promise<readonly SaveOutcome[]> {
  return saveAs(context, request, { kind: 'person' });
}

/** As `save`, in another right than a person's: for what the runtime itself does on metadata's behalf. */
export async function saveAs(
  context: SaveContext,
  request: SaveRequest,
  authority: Authority,
): Promise<readonly SaveOutcome[]> {
  const object = visibleObject(context, request.object, authority);
  await pinModel(context, authority);
  const save: Save = { context, object, authority, changes: toChanges(request) };
  if (request.operation === 'upsert') await findUpserted(save, request.key);
  return runPipeline(save, request.operation === 'delete' ? deletePipeline() : SAVE, request.allOrNone);
}

/** What a save goes through, in this order, before anything is written. */
const SAVE: Pipeline = {
  stages: [
    checkObjectAccess,
    readInput,
    loadExisting,
    parseValues,
    resolveReferences,
    checkOwner,
    applyDefaults,
    checkOnlyActions,
    checkRequired,
    checkRules,
    checkUnique,
    checkAdmins,
  ],
  write: writeRecords,
};

function deletePipeline(): Pipeline {
  const plan = newDeletePlan();
  return {
    stages: [checkObjectAccess, loadExisting, checkAdmins, (save) => planDelete(save, plan)],
    write: (save, changes) => deleteRecords(save, changes, plan),
  };
}

/** The object of a request; one that the person may not read does not exist for them. */
export function visibleObject(context: SaveContext, name: string, authority: Authority): ObjectDef {
  const object = findObject(context.live.model, name);
  const isVisible = authority.kind === 'package' || context.principal.permissions.objects.get(object?.name ?? '')?.read;
  if (!object || !isVisible) throw refuse('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return object;
}

/** Holds the model as it is until the transaction ends. A deploy, whose own records these are, holds it already. */
export async function pinModel(context: SaveContext, authority: Authority): Promise<void> {
  if (authority.kind === 'package') return;
  const live = await holdVersion(context.db, context.live.physical.schema);
  if (live !== context.live.version) throw new ModelMovedError(context.live.version, live);
}

function toChanges(request: SaveRequest): Change[] {
  if (request.operation === 'insert' || request.operation === 'upsert') {
    return request.records.map(({ values }, index) =>
      newChange({ index, operation: 'insert', id: null, version: undefined, input: values }),
    );
  }
  const { operation } = request;
  return request.records.map((record, index) => {
    const input = 'values' in record ? record.values : {};
    return changeOf({ index, operation, id: record.id, version: record.version, input });
  });
}

/** A change of an existing record, by its id of 15 or 18 characters. */
export function changeOf(start: Parameters<typeof newChange>[0]): Change {
  const id = parseRecordId(start.id ?? '');
  const change = newChange({ ...start, id: id ?? start.id });
  if (id === undefined) refuseChange(change, 'MALFORMED_ID', `Not the id of a record: ${start.id}`, { fields: ['Id'] });
  return change;
}
