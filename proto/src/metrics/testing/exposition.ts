/** Reads Prometheus' text format back, for tests: families, and samples with their labels. */

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Exposed {
  /** Metric → type. */
  families: Map<string, string>;
  samples: Sample[];
}

export function readExposition(text: string): Exposed {
  const families = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (type) families.set(type[1]!, type[2]!);
    if (line === "" || line.startsWith("#")) continue;
    const [, name, labels = "", value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`not a sample: ${line}`);
    samples.push({ name, labels: readLabels(labels), value: Number(value!.replace("Inf", "Infinity")) });
  }
  return { families, samples };
}

function readLabels(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"(?:,|$)/g)];
  return Object.fromEntries(
    pairs.map(([, name, value]) => [
      name!,
      value!.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped)),
    ]),
  );
}

/** Labels of a metric, those of a histogram's parts left out; undefined if no sample of it is there. */
export function labelsOf({ samples }: Exposed, metric: string): string[] | undefined {
  const found = samples.find(
    ({ name }) => name.replace(/_(bucket|sum|count)$/, "") === metric || name === metric,
  );
  return found && Object.keys(found.labels).filter((label) => label !== "le");
}
