/**
 * The rules of Chrome's trace event format, as far as a viewer depends on them, held against a parsed file.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU ("Trace Event Format")
 */

type Event = Record<string, unknown>;

/** Top-level fields of a complete or a metadata event. */
const fields = new Set(["name", "cat", "ph", "ts", "tts", "dur", "tdur", "pid", "tid", "args", "cname"]);
const metadataNames = new Set(["process_name", "thread_name"]);

const isObject = (value: unknown): value is Event =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTime = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;

/** What breaks the rules, in words; none in a good trace. @param trace the JSON array format */
export function breachesOfTraceFormat(trace: unknown): string[] {
  if (!Array.isArray(trace)) return ["a trace is an array of events"];
  const odd = trace.flatMap((event, i) => breachesOfEvent(event).map((words) => `event ${i}: ${words}`));
  if (odd.length > 0) return odd;
  const events = trace as Event[];
  return [...unnamedRows(events), ...rowsOf(events).flatMap(notNested)];
}

function breachesOfEvent(event: unknown): string[] {
  if (!isObject(event)) return ["is no object"];
  const rules: [boolean, string][] = [
    [
      Object.keys(event).every((key) => fields.has(key)),
      `has fields of no meaning: ${Object.keys(event).join()}`,
    ],
    [typeof event["name"] === "string", "has no name"],
    [Number.isSafeInteger(event["pid"]) && Number.isSafeInteger(event["tid"]), "is of no process and thread"],
    [event["args"] === undefined || isObject(event["args"]), "has args that are no object"],
    ...(event["ph"] === "M" ? metadataRules(event) : completeRules(event)),
  ];
  return rules.filter(([holds]) => !holds).map(([, words]) => words);
}

function completeRules({ ph, ts, dur, cat }: Event): [boolean, string][] {
  return [
    [ph === "X", `is of a phase that is not written: ${String(ph)}`],
    [isTime(ts) && isTime(dur), "has no ts and dur in microseconds from 0 on"],
    [typeof cat === "string" && cat !== "", "has no categories"],
  ];
}

function metadataRules({ name, args }: Event): [boolean, string][] {
  return [
    [metadataNames.has(name as string), `is metadata of no known name: ${String(name)}`],
    [isObject(args) && typeof args["name"] === "string" && args["name"] !== "", "names nothing"],
  ];
}

const rowOf = ({ pid, tid }: Event): string => `${String(pid)}/${String(tid)}`;

/** A viewer shows a row without a name by its number. */
function unnamedRows(events: readonly Event[]): string[] {
  const named = new Set(events.filter(({ name }) => name === "thread_name").map(rowOf));
  const used = new Set(events.filter(({ ph }) => ph === "X").map(rowOf));
  return [...used].filter((row) => !named.has(row)).map((row) => `the row ${row} has no name`);
}

function rowsOf(events: readonly Event[]): Event[][] {
  const rows = new Map<string, Event[]>();
  for (const event of events) {
    if (event["ph"] !== "X") continue;
    const row = rows.get(rowOf(event)) ?? [];
    row.push(event);
    rows.set(rowOf(event), row);
  }
  return [...rows.values()];
}

interface Stretch {
  name: unknown;
  from: number;
  to: number;
}

/** Of two events of a row that overlap, one must lie within the other. Counted in nanoseconds, which the numbers have. */
function notNested(row: readonly Event[]): string[] {
  const nanoseconds = (us: unknown): number => Math.round((us as number) * 1000);
  const stretches = row
    .map(({ name, ts, dur }): Stretch => ({
      name,
      from: nanoseconds(ts),
      to: nanoseconds(ts) + nanoseconds(dur),
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const open: Stretch[] = [];
  const crossing: string[] = [];
  for (const each of stretches) {
    while (open.length > 0 && open.at(-1)!.to <= each.from) open.pop();
    const outer = open.at(-1);
    if (outer && each.to > outer.to) crossing.push(`${String(outer.name)} and ${String(each.name)} cross`);
    open.push(each);
  }
  return crossing;
}
