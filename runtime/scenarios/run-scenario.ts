import type { Scenario } from '../../platform/layers/scenarios.ts';
import type { Engine } from '../engine.ts';
import { type ApiError, RequestError } from '../errors.ts';
import { translateDatabaseError } from '../records/database-error.ts';
import { contextOf, makePeople } from './cast.ts';
import { compareErrors } from './compare-errors.ts';
import { compareOutcome } from './compare-outcome.ts';
import { findIds } from './compare-records.ts';
import { faultAt, inSavepoint, mustHappen, type Play, PlayStopped } from './play.ts';
import { makeGiven } from './records.ts';
import type { Failure, ScenarioResult } from './result.ts';
import { type StepOutcome, type Taken, takeStep } from './steps.ts';

/** How long a scenario may take, and each statement of it. */
export interface ScenarioLimits {
  readonly seconds: number;
  readonly statementSeconds: number;
}

export const SCENARIO_LIMITS: ScenarioLimits = { seconds: 60, statementSeconds: 10 };

/**
 * Plays a scenario in one transaction of an org, and takes everything back, whatever came of it. Its people act in
 * their own right, on the road that pages and programs take.
 */
export async function runScenario(
  engine: Pick<Engine, 'db' | 'live'>,
  scenario: Scenario,
  limits: ScenarioLimits = SCENARIO_LIMITS,
): Promise<ScenarioResult> {
  const started = performance.now();
  const failures: Failure[] = [];
  const rolledBack = new Error('The scenario is over.');
  await engine.db
    .transaction(async (client) => {
      await client.query(`set local statement_timeout = ${Math.ceil(limits.statementSeconds * 1000)}`);
      const play: Play = {
        live: engine.live(),
        client,
        scenario,
        ids: new Map(),
        objects: new Map(),
        principals: new Map(),
        failures,
        now: scenario.now === undefined ? new Date() : new Date(scenario.now),
      };
      await playAll(play, started + limits.seconds * 1000);
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) failures.push(...failuresOf(error));
    });
  return {
    name: scenario.name,
    package: scenario.package,
    status: failures.length === 0 ? 'passed' : 'failed',
    milliseconds: Math.round(performance.now() - started),
    failures,
  };
}

async function playAll(play: Play, deadline: number): Promise<void> {
  await mustHappen('/people', () => makePeople(play));
  await makeGiven(play);
  for (const [name, step] of play.scenario.steps) {
    const pointer = `/steps/${name}`;
    if (performance.now() > deadline) throw new PlayStopped(tooLong(pointer));
    if (step.now !== undefined) play.now = new Date(step.now);
    const who = step.as ?? play.scenario.as ?? '';
    const at = step.as === undefined ? '/as' : `${pointer}/as`;
    await mustHappen(pointer, async () => playStep(play, { name, step, context: await contextOf(play, who, at) }));
  }
}

async function playStep(play: Play, taken: Taken): Promise<void> {
  const { expect, do: kind } = taken.step;
  const before = await findBefore(play, taken);
  const outcome = await inSavepoint(
    play,
    () => takeStep(play, taken).catch((error: unknown): StepOutcome => ({ errors: refusalOf(error) })),
    ({ errors = [] }) => errors.length > 0,
  );
  // A step may have changed what people may do.
  play.principals.clear();
  const wrong = kind === 'open' ? compareSeen(taken, outcome) : compareRefusal(play, taken, outcome);
  play.failures.push(...wrong);
  if (wrong.length === 0) play.failures.push(...(await compareOutcome(play, taken, { outcome, before })));
  const isRefused = (outcome.errors ?? []).length > 0;
  // What follows builds upon what was done, not upon what was looked at.
  const isLook = kind === 'open' || kind === 'list' || kind === 'query';
  if (!isLook && isRefused !== (expect?.errors !== undefined)) throw new PlayStopped();
}

/** One after the other, since one client answers them. */
async function findBefore(play: Play, { step }: Taken): Promise<ReadonlySet<string>[]> {
  const found: ReadonlySet<string>[] = [];
  for (const expected of step.expect?.created ?? []) found.push(await findIds(play, expected));
  return found;
}

/** Refusals are what scenarios are about; anything else that is thrown is a fault. */
function refusalOf(error: unknown): readonly ApiError[] {
  const translated = translateDatabaseError(error);
  if (translated instanceof RequestError) return translated.errors;
  throw translated;
}

function compareRefusal(play: Play, { name, step }: Taken, { errors = [], record }: StepOutcome): Failure[] {
  const object = record?.object ?? step.object ?? play.objects.get(step.record ?? '') ?? '';
  const expected = step.expect?.errors;
  return compareErrors({ expected, actual: errors, object, action: step.action, pointer: `/steps/${name}` });
}

/** Whoever may not see a record is not refused to open it: it is not there. */
function compareSeen({ name, step }: Taken, { errors = [] }: StepOutcome): Failure[] {
  const expected = step.expect?.seen ?? true;
  const actual = errors.length === 0;
  if (actual === expected) return [];
  const pointer = step.expect?.seen === undefined ? `/steps/${name}` : `/steps/${name}/expect/seen`;
  const message = actual ? 'The record is seen.' : `The record is not seen: ${errors[0]?.message}`;
  return [{ pointer, message, expected, actual }];
}

function failuresOf(error: unknown): Failure[] {
  if (!(error instanceof PlayStopped)) return [faultAt('', error)];
  return error.failure === undefined ? [] : [error.failure];
}

function tooLong(pointer: string): Failure {
  const message = 'The scenario takes too long; it was stopped before this step.';
  return { pointer, message, expected: 'done by now', actual: 'not done' };
}
