/** The four questions that dashboards ask of Prometheus, by its HTTP API. */
import { PrometheusError } from "./errors.ts";

export interface TimeRange {
  /** Seconds since 1970. */
  from: number;
  to: number;
}

export interface Sample {
  labels: Record<string, string>;
  /** Time in seconds and value, in order of time. One of them for an instant query. */
  points: [number, number][];
}

interface Answer<T> {
  status: "success" | "error";
  error?: string;
  data: T;
}
interface Result {
  resultType: "vector" | "matrix" | "scalar" | "string";
  result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[];
}

export class Prometheus {
  readonly #url: string;

  /** @param url like http://127.0.0.1:9090, with the path before /api if there is one */
  constructor(url: string) {
    this.#url = url.replace(/\/+$/, "");
  }

  /** Throws PrometheusError, which names the query, if it is refused. */
  async range(query: string, { from, to }: TimeRange, stepSeconds: number): Promise<Sample[]> {
    const words = { query, start: String(from), end: String(to), step: String(stepSeconds) };
    return samplesOf(await this.#ask<Result>("query_range", words));
  }

  async instant(query: string, time: number): Promise<Sample[]> {
    return samplesOf(await this.#ask<Result>("query", { query, time: String(time) }));
  }

  /** Values of a label among the series that match, sorted. */
  async labelValues(label: string, match: string, { from, to }: TimeRange): Promise<string[]> {
    const values = await this.#ask<string[]>(`label/${encodeURIComponent(label)}/values`, {
      "match[]": match,
      start: String(from),
      end: String(to),
    });
    return values.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }

  async #ask<T>(path: string, words: Record<string, string>): Promise<T> {
    const about = words["query"] ?? words["match[]"] ?? path;
    let answer: Answer<T>;
    try {
      const response = await fetch(`${this.#url}/api/v1/${path}?${new URLSearchParams(words).toString()}`);
      answer = (await response.json()) as Answer<T>;
    } catch (error) {
      throw new PrometheusError(
        `${this.#url} does not answer as Prometheus does: ${(error as Error).message}. Give the address under which its /api/v1 is.`,
        { cause: error },
      );
    }
    if (answer.status !== "success")
      throw new PrometheusError(`Prometheus refused ${about}: ${answer.error ?? "no reason"}`);
    return answer.data;
  }
}

function samplesOf({ resultType, result }: Result): Sample[] {
  // A scalar's result is a bare pair.
  if (resultType === "scalar") {
    const [time, value] = result as unknown as [number, string];
    return [{ labels: {}, points: [[time, Number(value)]] }];
  }
  return result.map(({ metric, value, values }) => ({
    labels: metric,
    points: (values ?? (value ? [value] : [])).map(([time, text]) => [time, numberOf(text)]),
  }));
}

function numberOf(text: string): number {
  if (text === "+Inf") return Infinity;
  if (text === "-Inf") return -Infinity;
  return Number(text);
}
