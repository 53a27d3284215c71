/** How long objects wait between a watch event and their reconcile, by the histogram that a controller exposes. */

/** Cumulative counts by upper bound (seconds) of `workqueue_queue_duration_seconds`. */
export type Buckets = ReadonlyMap<number, number>;

/** @param queue label `name` of the queue */
export async function queueBuckets(url: string, queue: string): Promise<Buckets> {
  const text = await (await fetch(url)).text();
  const buckets = new Map<number, number>();
  for (const line of text.split("\n")) {
    if (!line.startsWith("workqueue_queue_duration_seconds_bucket{") || !line.includes(`name="${queue}"`))
      continue;
    const bound = /le="([^"]+)"/.exec(line)![1]!;
    buckets.set(bound === "+Inf" ? Infinity : Number(bound), Number(line.slice(line.lastIndexOf(" ") + 1)));
  }
  if (buckets.size === 0) throw new Error(`${url} tells nothing of a queue ${queue}`);
  return buckets;
}

/** Upper bound (ms) of the bucket in which the quantile of what came between two readings lies. */
export function quantileBoundMs(before: Buckets, after: Buckets, q: number): number {
  const count = (bound: number): number => after.get(bound)! - (before.get(bound) ?? 0);
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const rank = q * count(Infinity);
  return 1_000 * bounds.find((bound) => count(bound) >= rank)!;
}
