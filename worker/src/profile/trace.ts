/**
 * Trace: a measurement in Chrome's trace event format, for Perfetto (ui.perfetto.dev) or chrome://tracing. A JSON array of complete
 * events; the training thread and the engine are a row each, and events of a row nest or follow one another.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU ("Trace Event Format")
 */
import type { CallTimes, Span } from "../engine/engine.ts";
import type { Measurement, MeasuredStep } from "./measurement.ts";

export interface CompleteEvent {
  ph: "X";
  name: string;
  cat: string;
  pid: number;
  tid: number;
  /** Microseconds since the first event, to nanoseconds. */
  ts: number;
  dur: number;
  args?: Readonly<Record<string, string | number>>;
}

export interface MetadataEvent {
  ph: "M";
  name: "process_name" | "thread_name";
  pid: number;
  tid: number;
  args: { name: string };
}

export type ChromeEvent = CompleteEvent | MetadataEvent;

const pid = 1;
const threads = { training: 1, engine: 2 } as const;

interface Named {
  name: string;
  cat: string;
  thread: keyof typeof threads;
  span: Span;
  args?: CompleteEvent["args"];
}

/** @param title of the process's row */
export function chromeTrace({ preparation, steps }: Measurement, title: string): ChromeEvent[] {
  const all = [
    ...preparation.map(({ part, span }): Named => ({ name: part, cat: "prepare", thread: "training", span })),
    ...steps.flatMap((step, index) => stepEvents(step, index)),
  ];
  const startMs = Math.min(...all.map(({ span }) => span.fromMs));
  return [
    named("process_name", 0, title),
    named("thread_name", threads.training, "training thread"),
    named("thread_name", threads.engine, "engine"),
    ...all.map((event) => complete(event, startMs)),
  ];
}

function stepEvents({ span, reads, calls, inside, exchange, update }: MeasuredStep, index: number): Named[] {
  const inTraining = (name: string, each: Span): Named => ({
    name,
    cat: "step",
    thread: "training",
    span: each,
  });
  return [
    inTraining(`step ${index + 1}`, span),
    ...reads.map((each) => inTraining("read data", each)),
    ...calls.map((each) => inTraining("gradients", each)),
    inTraining("exchange", exchange),
    inTraining("update", update),
    ...(inside ?? []).flatMap((call, i) => callEvents(call, calls[i]!)),
  ];
}

/** The engine's clock has another beginning: its call is put into the middle of the caller's, the way there as long as the way back. */
function callEvents({ ms, kernels }: CallTimes, outer: Span): Named[] {
  const middleMs = (outer.fromMs + outer.toMs) / 2;
  const clip = (at: number): number => Math.min(outer.toMs, Math.max(outer.fromMs, at));
  const startMs = middleMs - ms / 2;
  const within = (fromMs: number, length: number): Span => ({
    fromMs: clip(startMs + fromMs),
    toMs: clip(startMs + fromMs + length),
  });
  return [
    { name: "call", cat: "call", thread: "engine", span: within(0, ms) },
    ...kernels.map((each): Named => ({
      name: each.kernel,
      cat: each.kind,
      thread: "engine",
      span: within(each.fromMs, each.ms),
      args: { operator: each.operator, ...(each.place === "" ? {} : { place: each.place }) },
    })),
  ];
}

function named(name: MetadataEvent["name"], tid: number, value: string): MetadataEvent {
  return { ph: "M", name, pid, tid, args: { name: value } };
}

/** Both ends are rounded alike, so that what nests or touches still does. */
function complete({ name, cat, thread, span, args }: Named, startMs: number): CompleteEvent {
  const nanoseconds = (ms: number): number => Math.round((ms - startMs) * 1e6);
  const [from, to] = [nanoseconds(span.fromMs), nanoseconds(span.toMs)];
  const event = {
    ph: "X",
    name,
    cat,
    pid,
    tid: threads[thread],
    ts: from / 1e3,
    dur: (to - from) / 1e3,
  } as const;
  return args ? { ...event, args } : event;
}
