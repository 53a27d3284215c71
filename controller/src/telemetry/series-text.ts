/**
 * Series of many objects as text: lines are put to their metric while the objects are gone through once, since the format wants all
 * series of a metric together. A registry that keeps an entry for each series would cost more than the objects themselves.
 */
import type { Metrics } from "@plateau/proto/metrics/index.ts";

type Own<M extends Metrics, Name extends keyof M, Shared extends string> = Exclude<
  M[Name]["labels"][number],
  Shared
>;

export class SeriesText<M extends Metrics, Shared extends string> {
  readonly #definitions: M;
  readonly #lines: Map<keyof M, string[]>;

  constructor(definitions: M) {
    this.#definitions = definitions;
    this.#lines = new Map(Object.keys(definitions).map((name) => [name, []]));
  }

  /** Where the series of one object go. */
  of(shared: Readonly<Record<Shared, string>>): Teller<M, Shared> {
    const text = labelText(shared);
    return (name, value, ...own) => {
      if (value === undefined) return;
      const labels = own[0] === undefined ? text : `${text},${labelText(own[0])}`;
      this.#lines.get(name)!.push(`${String(name)}{${labels}} ${numberText(value)}\n`);
    };
  }

  /** A piece for each metric that has a series. */
  *pieces(): Generator<string> {
    for (const [name, lines] of this.#lines) {
      if (lines.length === 0) continue;
      const { help, type } = this.#definitions[name]!;
      yield `# HELP ${String(name)} ${help}\n# TYPE ${String(name)} ${type}\n${lines.join("")}`;
    }
  }
}

/** Tells a value of a metric; undefined = there is none, and then there is no series. */
export type Teller<M extends Metrics, Shared extends string> = <Name extends keyof M>(
  name: Name,
  value: number | undefined,
  ...own: [Own<M, Name, Shared>] extends [never] ? [] : [Readonly<Record<Own<M, Name, Shared>, string>>]
) => void;

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(",");
}

/** Names of objects need no escaping, and they are nearly all. */
function escape(value: string): string {
  if (!/[\\"\n]/.test(value)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
