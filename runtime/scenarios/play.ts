import type { PoolClient } from 'pg';
import type { Scenario } from '../../platform/layers/scenarios.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { SaveContext } from '../records/change.ts';
import { translateDatabaseError } from '../records/database-error.ts';
import { loadPrincipal, systemPrincipal } from '../security/load-principal.ts';
import type { Principal } from '../security/principal.ts';
import type { Failure } from './result.ts';

/** A scenario being played: one transaction, the clock, and who and what is there by now. */
export interface Play {
  readonly live: Live;
  readonly client: PoolClient;
  readonly scenario: Scenario;
  /** Ids of people and records by local name. */
  readonly ids: Map<string, string>;
  /** Object of each of them. */
  readonly objects: Map<string, string>;
  readonly failures: Failure[];
  /** What is known of people, until a step may have changed it. */
  readonly principals: Map<string, Principal>;
  now: Date;
}

/** Ends a scenario that cannot go on, with what is wrong; without, where that is noted already. */
export class PlayStopped extends Error {
  readonly failure: Failure | undefined;

  constructor(failure?: Failure) {
    super(failure?.message);
    this.failure = failure;
  }
}

/** Runs work that must come to pass; what goes wrong in it is told at its place. */
export async function mustHappen<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PlayStopped ? error : new PlayStopped(faultAt(pointer, error));
  }
}

/** A fault that no step was meant to meet. */
export function faultAt(pointer: string, error: unknown): Failure {
  const translated = translateDatabaseError(error);
  const message = translated instanceof Error ? translated.message : String(translated);
  return { pointer, message: `Something went wrong here: ${message}`, expected: 'done', actual: message };
}

/** What the engine itself looks with: at what is stored, whoever may see it. Steps never get it. */
export function systemContext(play: Play): SaveContext {
  return { live: play.live, principal: systemPrincipal(play.live), db: play.client, now: play.now };
}

/** What somebody does something in: the access that this person has by now. */
export async function personContext(play: Play, userId: string): Promise<SaveContext | undefined> {
  const principal = play.principals.get(userId) ?? (await loadPrincipal(play.client, play.live, userId));
  if (!principal) return undefined;
  play.principals.set(userId, principal);
  return { live: play.live, principal, db: play.client, now: play.now };
}

/** Gives a person or record its name. */
export function introduce(play: Play, name: string, { object, id }: { readonly object: string; readonly id: string }) {
  play.ids.set(name, id);
  play.objects.set(name, object);
}

/** Runs work that is taken back where it says so, and where it throws: a refused save must not poison what follows. */
export async function inSavepoint<T>(
  { client }: Play,
  work: () => Promise<T>,
  isTakenBack: (result: T) => boolean,
): Promise<T> {
  await client.query('savepoint fw_step');
  try {
    const result = await work();
    if (isTakenBack(result)) await client.query('rollback to savepoint fw_step');
    await client.query('release savepoint fw_step');
    return result;
  } catch (error) {
    await client.query('rollback to savepoint fw_step');
    throw error;
  }
}
