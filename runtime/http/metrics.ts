/** Upper bounds of the duration buckets, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

interface Series {
  readonly buckets: number[];
  sum: number;
  count: number;
}

/** What a gauge reads at the moment of a scrape. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  read(): number;
}

/** Counts requests by route and status, and writes them in Prometheus's text format. */
export interface Metrics {
  observe(labels: { readonly method: string; readonly route: string; readonly status: number }, seconds: number): void;
  text(): string;
}

export function createMetrics(gauges: readonly Gauge[]): Metrics {
  // Routes are patterns, so the number of series is bounded by the number of routes.
  const series = new Map<string, Series>();
  return {
    observe(labels, seconds) {
      const key = `method="${labels.method}",route="${labels.route}",status="${labels.status}"`;
      const entry = series.get(key) ?? { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
      series.set(key, entry);
      entry.sum += seconds;
      entry.count += 1;
      BUCKETS.forEach((bound, index) => {
        if (seconds <= bound) entry.buckets[index] = (entry.buckets[index] ?? 0) + 1;
      });
    },
    text: () => [...histogramLines(series), ...gauges.flatMap(gaugeLines), ''].join('\n'),
  };
}

function histogramLines(series: ReadonlyMap<string, Series>): string[] {
  const name = 'formwork_http_request_duration_seconds';
  const lines = [`# HELP ${name} Time from request to answer.`, `# TYPE ${name} histogram`];
  for (const [labels, { buckets, sum, count }] of series) {
    BUCKETS.forEach((bound, index) => {
      lines.push(`${name}_bucket{${labels},le="${bound}"} ${buckets[index]}`);
    });
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`, `${name}_sum{${labels}} ${sum}`);
    lines.push(`${name}_count{${labels}} ${count}`);
  }
  return lines;
}

function gaugeLines({ name, help, read }: Gauge): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${read()}`];
}
