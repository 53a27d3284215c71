/** A container's log as the API server sends it (chunks that end anywhere, a time before each line) as lines with their times. */

export interface StampedLine {
  /** Nanoseconds since 1970. */
  atNs: bigint;
  text: string;
}

/**
 * The last line may lack its end, because the container ended there or because the connection did: it is the return value, and
 * the caller knows which.
 *
 * @throws what the stream throws
 */
export async function* stampedLines(
  chunks: AsyncIterable<string>,
): AsyncGenerator<StampedLine, StampedLine | undefined> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const stamped = parseLine(line);
      if (stamped) yield stamped;
    }
  }
  return parseLine(rest);
}

/** Undefined for what has no time before it: a notice of the kubelet's own, or half a time. */
function parseLine(line: string): StampedLine | undefined {
  const [, seconds, fraction = "", zone, text = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?(.*)$/s.exec(line) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const ms = Date.parse(`${seconds}${zone}`);
  if (!Number.isFinite(ms)) return undefined;
  return { atNs: BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, "0")), text: text.replace(/\r$/, "") };
}

/** The second in which it lies, RFC 3339: an API server takes no finer time. */
export function secondOf(atNs: bigint): string {
  return new Date(Number((atNs / 1_000_000_000n) * 1000n)).toISOString().replace(".000Z", "Z");
}
