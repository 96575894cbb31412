import autocannon from 'autocannon';

/** One request that is fired over and over. */
export interface Load {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  /** Makes each body anew, so that creates do not collide. */
  readonly body?: () => string;
}

/** What one side reached: requests per second and latency in milliseconds, medians over the rounds. */
export interface Throughput {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const CONCURRENCY = 16;

/**
 * Loads two servers in turn (A B A B …), so that a drifting machine hits both alike, and gives each one's median
 * round. Any answer outside 2xx ends the measurement: a fast error is not speed.
 */
export async function measureInTurn(
  ours: Load,
  baseline: Load,
  options: { readonly rounds: number; readonly seconds: number },
): Promise<{ readonly ours: Throughput; readonly baseline: Throughput; readonly ratio: number }> {
  const rounds: { ours: Throughput; baseline: Throughput }[] = [];
  await round(ours, 1);
  await round(baseline, 1);
  for (let number = 0; number < options.rounds; number++) {
    rounds.push({ ours: await round(ours, options.seconds), baseline: await round(baseline, options.seconds) });
  }
  return {
    ours: medianOf(rounds.map((each) => each.ours)),
    baseline: medianOf(rounds.map((each) => each.baseline)),
    ratio: median(rounds.map((each) => each.ours.perSecond / each.baseline.perSecond)),
  };
}

async function round(load: Load, seconds: number): Promise<Throughput> {
  const { body, ...request } = load;
  const result = await autocannon({
    ...request,
    headers: { ...load.headers },
    connections: CONCURRENCY,
    duration: seconds,
    ...(body ? { requests: [{ setupRequest: (each) => ({ ...each, body: body() }) }] } : {}),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${load.url}: ${result.non2xx} answers outside 2xx, ${result.errors} errors. Nothing was measured.`,
    );
  }
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

function medianOf(all: readonly Throughput[]): Throughput {
  return {
    perSecond: median(all.map((each) => each.perSecond)),
    p50: median(all.map((each) => each.p50)),
    p99: median(all.map((each) => each.p99)),
  };
}

/** Middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
