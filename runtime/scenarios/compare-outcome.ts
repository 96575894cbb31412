import { comparePage } from './compare-page.ts';
import { compareFound, compareRecord } from './compare-records.ts';
import { type Play, systemContext } from './play.ts';
import type { Failure } from './result.ts';
import type { StepOutcome, Taken } from './steps.ts';
import { idOf } from './values.ts';

interface Ended {
  readonly outcome: StepOutcome;
  /** Ids that met each expectation of `created` before the step. */
  readonly before: readonly ReadonlySet<string>[];
}

/** How what there is after a step differs from what is expected; whether it was refused is known already. */
export async function compareOutcome(play: Play, taken: Taken, { outcome, before }: Ended): Promise<Failure[]> {
  const { expect } = taken.step;
  if (expect === undefined) return [];
  const pointer = `/steps/${taken.name}/expect`;
  const { page, listed } = outcome;
  return [
    ...(await compareSubject(play, taken, outcome)),
    ...(await compareAllFound(play, taken, before)),
    ...(page ? comparePage(play, { page, expect, context: taken.context, pointer }) : []),
    ...(listed ? compareListed(play, taken, listed) : []),
  ];
}

/** The step's record as stored; who opens it is compared with what the page can show. */
function compareSubject(play: Play, { name, step, context }: Taken, outcome: StepOutcome): Promise<Failure[]> {
  const { record = '' } = step;
  const subject =
    outcome.record ??
    (play.ids.has(record) ? { object: play.objects.get(record) ?? '', id: idOf(play, record) } : undefined);
  if (!subject) return Promise.resolve([]);
  const reader = step.do === 'open' ? context : systemContext(play);
  const pointer = `/steps/${name}/expect/values`;
  return compareRecord(play, reader, { ...subject, values: step.expect?.values, pointer, about: context });
}

async function compareAllFound(
  play: Play,
  { name, step, context }: Taken,
  before: Ended['before'],
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const list of ['records', 'created'] as const) {
    for (const [index, expected] of (step.expect?.[list] ?? []).entries()) {
      const pointer = `/steps/${name}/expect/${list}/${index}`;
      const known = list === 'created' ? before[index] : undefined;
      failures.push(...(await compareFound(play, expected, { pointer, about: context, before: known })));
    }
  }
  return failures;
}

function compareListed(
  play: Play,
  { name, step }: Taken,
  { ids, count }: NonNullable<StepOutcome['listed']>,
): Failure[] {
  const pointer = `/steps/${name}/expect`;
  const { contains = [], lacks = [], count: wanted = count } = step.expect ?? {};
  const among = new Set(ids);
  const actual = [...play.ids].filter(([, id]) => among.has(id)).map(([local]) => local);
  const missing = [...contains.entries()].filter(([, local]) => !actual.includes(local));
  const strays = [...lacks.entries()].filter(([, local]) => actual.includes(local));
  return [
    ...missing.map(([index, local]) => {
      const message = `"${local}" is not in the list.`;
      return { pointer: `${pointer}/contains/${index}`, message, expected: [local], actual };
    }),
    ...strays.map(([index, local]) => {
      const message = `"${local}" is in the list.`;
      return {
        pointer: `${pointer}/lacks/${index}`,
        message,
        expected: actual.filter((each) => each !== local),
        actual,
      };
    }),
    ...(wanted === count
      ? []
      : [{ pointer: `${pointer}/count`, message: 'The list holds another number.', expected: wanted, actual: count }]),
  ];
}
