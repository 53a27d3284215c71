/** `plateau watch RUN`: one run's loss as a curve that grows, until the run is over or Ctrl-C; lines of text elsewhere. */
import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import { createLogUpdate } from "log-update";
import { apiVersion } from "@plateau/controller/api/index.ts";
import { conditionOf } from "../live/observe-run.ts";
import { CliError, clean } from "../errors.ts";
import { findRun, type Run } from "../logs/run-pods.ts";
import { Mirror } from "../place/mirror.ts";
import { withPlace, type Place } from "../place/place.ts";
import { ToldHistory } from "../place/told-history.ts";
import { interruptedQuietly, stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { drawWatch, watchSentence } from "../watch/draw.ts";
import { watchView, type WatchView } from "../watch/view.ts";

const examples = `
Examples:
  $ plateau watch brown-s                 the curve, redrawn; Ctrl-C leaves, the run goes on
  $ plateau watch brown-s-h1 > log.txt    a line now and then`;

/** Redrawn at most, and looked at least, so often (milliseconds). */
const quietMs = 250;
const tickMs = 1000;
/** Where nothing is redrawn, a line so often. */
const sentenceMs = 10_000;

export function addWatch(program: Command, terminal: Terminal): void {
  program
    .command("watch")
    .argument("<run>", "a TrainingRun or Cooldown, or KIND/NAME")
    .description("Watch a run's loss as it falls: curve, step, speed, time left, ranks, last checkpoint.")
    .addHelpText("after", examples)
    .action(async (word: string) =>
      withPlace(program, terminal, async (place) => {
        const run = await findRun(place.cluster, place.namespace, word);
        const { signal, release } = stopSignal();
        try {
          await new Watch(place, run, terminal).show(signal);
        } finally {
          release();
        }
      }),
    );
}

interface Face {
  show: (view: WatchView) => void;
  close: (view: WatchView) => void;
}

class Watch {
  readonly #place: Place;
  readonly #run: Run;
  readonly #face: Face;
  readonly #told = new ToldHistory();
  #position = 0;

  constructor(place: Place, run: Run, terminal: Terminal) {
    this.#place = place;
    this.#run = run;
    const isLive = terminal.live && (terminal.out as { isTTY?: boolean }).isTTY === true;
    this.#face = isLive ? redrawn(terminal) : lineByLine(terminal);
  }

  async show(signal: AbortSignal): Promise<void> {
    const { cluster, namespace, history, load, events } = this.#place;
    const { kind, metadata } = this.#run;
    const of = { namespace, runUid: metadata.uid };
    const ended = new AbortController();
    const stop = AbortSignal.any([signal, ended.signal]);
    const bus = await events();
    if (this.#place.kind === "home") {
      await load(of);
      // The stream may keep less than the history does.
      for (const { atMs, ...step } of history.steps(metadata.uid))
        this.#told.take({ runUid: metadata.uid, rank: 0, atMs, event: { type: "step", ...step } });
    }
    const reading = this.#read(bus.read(of, { follow: stop }));
    reading.catch(() => {});
    const mirror = new Mirror(cluster, [{ apiVersion, kind, namespace }], { signal: stop, tickMs });
    try {
      await mirror.synced();
      let run = this.#run;
      for (;;) {
        run = (mirror.objects(kind).find(({ metadata: { uid } }) => uid === metadata.uid) ??
          run) as unknown as Run;
        const view = watchView(run, this.#told);
        if (view.isOver || signal.aborted) break;
        this.#face.show(view);
        await Promise.race([mirror.next(), reading.then(() => mirror.next())]);
        await delay(quietMs, undefined, { signal }).catch(() => {});
      }
      ended.abort();
      await reading;
      if (!signal.aborted) await this.#read(bus.read(of, { after: this.#position }));
      this.#face.close(watchView(run, this.#told));
      if (signal.aborted) throw interruptedQuietly();
      judge(run);
    } finally {
      ended.abort();
    }
  }

  async #read(
    events: AsyncIterable<Parameters<ToldHistory["take"]>[0] & { position: number }>,
  ): Promise<void> {
    for await (const event of events) {
      this.#position = event.position;
      this.#told.take(event);
    }
  }
}

/** @throws CliError E_STUDY_FAILED of a run that failed, with what its condition says */
function judge({ kind, metadata, status }: Run): void {
  const failed = conditionOf(status, "Failed");
  if (failed?.status !== "True") return;
  throw new CliError(
    "E_STUDY_FAILED",
    `${kind} ${metadata.name} failed: ${clean(failed.message ?? failed.reason)}`,
  );
}

function redrawn(terminal: Terminal): Face {
  const screen = createLogUpdate(terminal.out as NodeJS.WritableStream);
  let last: WatchView | undefined;
  const show = (view: WatchView): void => {
    last = view;
    screen(drawWatch(view, { ...terminal.size(), colours: terminal.outColours }).join("\n"));
  };
  const again = (): void => {
    // Lines that stood there have been wrapped to a new width.
    screen.clear();
    if (last) show(last);
  };
  terminal.out.on("resize", again);
  return {
    show,
    close: (view) => {
      terminal.out.off("resize", again);
      show(view);
      screen.done();
    },
  };
}

function lineByLine({ out }: Terminal): Face {
  let saidAt = -Infinity;
  let state = "";
  const say = (view: WatchView): void => void out.write(`${watchSentence(view)}\n`);
  return {
    show: (view) => {
      const now = performance.now();
      if (view.state === state && now - saidAt < sentenceMs) return;
      ({ state } = view);
      saidAt = now;
      say(view);
    },
    close: say,
  };
}
