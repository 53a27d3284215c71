/**
 * Instruments from the catalogue: names, labels and buckets are known to the compiler, so a process can neither tell a metric that
 * the catalogue does not have nor forget a label.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { MetricDefinition, Metrics } from "./definition.ts";
import { processMetrics } from "./process.ts";

type Instrument<Type extends MetricDefinition["type"], Label extends string> = {
  counter: Counter<Label>;
  gauge: Gauge<Label>;
  histogram: Histogram<Label>;
}[Type];

/** By name; the labels that all series of a process share are not given each time. */
export type Instruments<M extends Metrics, Shared extends string = never> = {
  readonly [Name in keyof M]: Instrument<M[Name]["type"], Exclude<M[Name]["labels"][number], Shared>>;
};

/**
 * @param shared labels that every series of this process has, with their values
 */
export function createInstruments<M extends Metrics, Shared extends string = never>(
  registry: Registry,
  definitions: M,
  shared: readonly Shared[] = [],
): Instruments<M, Shared> {
  const isOwn = (label: string): boolean => !(shared as readonly string[]).includes(label);
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      createInstrument(registry, name, { ...definition, labels: definition.labels.filter(isOwn) }),
    ]),
  ) as Instruments<M, Shared>;
}

function createInstrument(
  registry: Registry,
  name: string,
  { type, help, labels, buckets = [] }: MetricDefinition,
): Counter | Gauge | Histogram {
  const configuration = { name, help, labelNames: [...labels], registers: [registry] };
  switch (type) {
    case "counter":
      return new Counter(configuration);
    case "gauge": {
      const gauge = new Gauge(configuration);
      // One without labels would say 0 from the beginning: what was never set is absent.
      if (labels.length === 0) gauge.remove();
      return gauge;
    }
    case "histogram":
      return new Histogram({ ...configuration, buckets: [...buckets] });
  }
}

/** Metrics of this process itself, read when they are asked for. */
export function measureProcess(registry: Registry): void {
  const metrics = createInstruments(registry, processMetrics);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const read = (): void => {
    const { user, system } = process.cpuUsage();
    metrics.process_cpu_seconds_total.reset();
    metrics.process_cpu_seconds_total.inc((user + system) / 1e6);
    const { rss, heapUsed } = process.memoryUsage();
    metrics.process_resident_memory_bytes.set(rss);
    metrics.nodejs_heap_size_used_bytes.set(heapUsed);
    metrics.nodejs_eventloop_lag_p99_seconds.set(delay.count > 0 ? delay.percentile(99) / 1e9 : 0);
    delay.reset();
  };
  metrics.process_start_time_seconds.set(Math.round(Date.now() / 1000 - process.uptime()));
  beforeScrape(metrics.process_cpu_seconds_total, read);
}

/** Has `read` called whenever the registry is read, for what is cheaper to ask for than to follow. */
export function beforeScrape<Label extends string>(
  instrument: Counter<Label> | Gauge<Label>,
  read: () => void,
): void {
  // Its type leaves it out; the library calls it before each reading.
  (instrument as { collect?: () => void }).collect = read;
}
