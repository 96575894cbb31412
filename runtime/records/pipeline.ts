import { preparedIndexError } from '../../platform/deploy/abandon.ts';
import { announcePrincipals } from '../security/announce-principals.ts';
import type { Change, Save, Stage } from './change.ts';
import { sqlState, translateDatabaseError, UNIQUE_VIOLATION } from './database-error.ts';
import type { SaveOutcome } from './save-request.ts';
import { checkUnique } from './stages/check-unique.ts';
import { changedFields } from './write.ts';

/** The stages that look at a save, in order, and what writes the records that had no problem. */
export interface Pipeline {
  readonly stages: readonly Stage[];
  write(save: Save, changes: readonly Change[]): Promise<void>;
}

/** Runs the stages, writes what may be written, and says what became of each record. */
export async function runPipeline(save: Save, pipeline: Pipeline, allOrNone: boolean): Promise<readonly SaveOutcome[]> {
  try {
    for (const stage of pipeline.stages) await stage(save);
    await write(save, pipeline, allOrNone);
  } catch (error) {
    // Not the save is wrong, but what a deploy builds: the engine takes that away and begins the save anew.
    throw preparedIndexError(error) ?? translateDatabaseError(error);
  }
  return outcomes(save, allOrNone);
}

/** How often a save looks again after another one took a unique value between its check and its write. */
const MAX_ATTEMPTS = 3;

async function write(save: Save, pipeline: Pipeline, allOrNone: boolean): Promise<void> {
  const { db } = save.context;
  for (let attempt = 1; ; attempt++) {
    const accepted = save.changes.filter((change) => change.errors.length === 0);
    if (accepted.length === 0 || (allOrNone && accepted.length < save.changes.length)) return;
    try {
      await Promise.all([db.query('SAVEPOINT fw_save'), pipeline.write(save, accepted)]);
      await db.query('RELEASE SAVEPOINT fw_save');
      await announcePrincipals(save.context.db, save.object.name, save.context.live.physical.schema);
      return;
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION || attempt === MAX_ATTEMPTS || preparedIndexError(error)) throw error;
      await db.query('ROLLBACK TO SAVEPOINT fw_save');
      await checkUnique(save);
    }
  }
}

function outcomes(save: Save, allOrNone: boolean): SaveOutcome[] {
  const isRolledBack = allOrNone && save.changes.some((change) => change.errors.length > 0);
  return save.changes.map((change) => {
    if (change.errors.length === 0 && !isRolledBack) return success(save, change);
    const errors = change.errors.length > 0 ? change.errors : [ROLLED_BACK];
    const isNew = change.operation === 'insert';
    return {
      id: isNew ? null : change.id,
      success: false,
      created: isNew,
      unchanged: false,
      changedFields: [],
      errors,
    };
  });
}

const ROLLED_BACK = {
  errorCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
} as const;

function success(save: Save, change: Change): SaveOutcome {
  const changed = change.operation === 'update' ? changedFields(save.object, change) : [];
  return {
    id: change.id,
    success: true,
    created: change.operation === 'insert',
    unchanged: change.operation === 'update' && changed.length === 0,
    changedFields: changed,
    errors: [],
  };
}
