import { median } from './measure.ts';

/** How long something took: by the clock, and in processor time, which other work on the machine disturbs less. */
export interface Timing {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Times one run. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly result: T; readonly timing: Timing }> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, timing: { wallMs: performance.now() - began, cpuMs: (user + system) / 1000 } };
}

/** The median of several runs, after one that does not count. */
export async function timedOften(rounds: number, work: (round: number) => unknown): Promise<Timing> {
  await work(-1);
  const timings: Timing[] = [];
  for (let round = 0; round < rounds; round++) timings.push((await timed(() => work(round))).timing);
  return medianTiming(timings);
}

export function medianTiming(timings: readonly Timing[]): Timing {
  return { wallMs: median(timings.map((each) => each.wallMs)), cpuMs: median(timings.map((each) => each.cpuMs)) };
}

/** `112 ms (cpu 98)`. */
export function shown({ wallMs, cpuMs }: Timing): string {
  return `${wallMs.toFixed(0)} ms (cpu ${cpuMs.toFixed(0)})`;
}
