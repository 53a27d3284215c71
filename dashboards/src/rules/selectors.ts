/** What a query asks for: metrics with the labels that it names, read by Prometheus' own grammar. */
import { parser } from "@prometheus-io/lezer-promql";

export interface Asked {
  metrics: string[];
  /** Of matchers, by and without, on and ignoring, group_left and group_right. */
  labels: string[];
}

/** @throws Error with the place of what is no PromQL */
export function askedBy(query: string): Asked {
  const metrics = new Set<string>();
  const labels = new Set<string>();
  parser.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError)
        throw new Error(`not PromQL at ${from}: ${query.slice(0, from)} ⟨here⟩ ${query.slice(from)}`);
      const text = query.slice(from, to);
      if (type.name === "VectorSelector") {
        const name = /^[a-zA-Z_:][a-zA-Z0-9_:]*/.exec(text)?.[0];
        if (name !== undefined) metrics.add(name);
      }
      if (type.name === "LabelName") labels.add(text);
    },
  });
  return { metrics: [...metrics], labels: [...labels] };
}
