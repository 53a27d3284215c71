/** `plateau top`: the runs and their ranks: how far, how fast, on which node. Redrawn on a terminal. */
import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import { createLogUpdate } from "log-update";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { CliError } from "../errors.ts";
import type { Run } from "../logs/run-pods.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { Mirror, type Selection } from "../place/mirror.ts";
import { withPlace, type Place } from "../place/place.ts";
import { interruptedQuietly, stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { drawTop } from "../top/draw.ts";
import { topRows, type RunRow } from "../top/rows.ts";

interface TopOptions {
  allNamespaces?: boolean;
  finished?: boolean;
  once?: boolean;
  output?: "json" | "yaml";
}

const examples = `
Examples:
  $ plateau top                      what is not over yet; Ctrl-C leaves
  $ plateau top brown-s brown-m      these only
  $ plateau top -A --once
  $ plateau top -o json | jq '.[] | select(.ranksReady < .ranksWanted) | .name'`;

/** Redrawn at most, and at least, so often (milliseconds). */
const quietMs = 500;
const tickMs = 2000;

export function addTop(program: Command, terminal: Terminal): void {
  program
    .command("top")
    .argument("[names...]", "only these TrainingRuns and Cooldowns")
    .description("Show runs and their ranks: step, loss, tokens per second, state, age, node.")
    .option("-A, --all-namespaces", "of every namespace")
    .option("--finished", "also runs that are over")
    .option("--once", "do not go on, on a terminal either")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText("after", examples)
    .action(async (words: string[], options: TopOptions) => {
      const names = words.map((word) => word.split("/").at(-1) ?? word);
      await withPlace(program, terminal, async (place) => {
        const isLive = terminal.live && (terminal.out as { isTTY?: boolean }).isTTY === true;
        const top = new Top(place, { names, options, terminal });
        if (isLive && !options.once && !options.output) await top.live();
        else await top.once();
      });
    });
}

interface TopRequest {
  names: string[];
  options: TopOptions;
  terminal: Terminal;
}

class Top {
  readonly #place: Place;
  readonly #request: TopRequest;

  constructor(place: Place, request: TopRequest) {
    this.#place = place;
    this.#request = request;
  }

  async once(): Promise<void> {
    const { names, options, terminal } = this.#request;
    const { cluster } = this.#place;
    const lists = await Promise.all(
      this.#selections.map(({ apiVersion: version, kind, ...selection }) =>
        cluster.list(version, kind, selection),
      ),
    );
    const objects = lists.flatMap(({ items }) => items);
    const rows = this.#rows((kind) => objects.filter((object) => object.kind === kind));
    const missing = names.find((name) => !rows.some((row) => row.name === name));
    if (missing !== undefined)
      throw new CliError(
        "E_NOT_FOUND",
        `There is no TrainingRun and no Cooldown "${missing}"${this.#within}; "plateau get trainingruns" lists what there is.`,
      );
    if (options.output) terminal.out.write(formatStructured(rows, options.output));
    else if (rows.length === 0) terminal.err.write(`${this.#nothing}\n`);
    else terminal.out.write(`${this.#draw(rows).join("\n")}\n`);
  }

  /** Until Ctrl-C; the last table stays. */
  async live(): Promise<void> {
    const { terminal } = this.#request;
    const { signal, release } = stopSignal();
    const screen = createLogUpdate(terminal.out as NodeJS.WritableStream);
    let trouble = "";
    const troubled = (): void => void (trouble = "The API server does not answer; trying again.");
    this.#place.onTrouble(troubled);
    const mirror = new Mirror(this.#place.cluster, this.#selections, { signal, tickMs, onTrouble: troubled });
    try {
      await mirror.synced();
      while (!signal.aborted) {
        const rows = this.#rows((kind) => mirror.objects(kind));
        const lines = rows.length === 0 ? [this.#nothing] : this.#draw(rows);
        screen(
          fitted([...lines, ...(trouble ? [terminal.outColours.yellow(trouble)] : [])], terminal).join("\n"),
        );
        trouble = "";
        await mirror.next();
        await pause(signal);
      }
    } finally {
      screen.done();
      release();
    }
    throw interruptedQuietly();
  }

  get #selections(): Selection[] {
    const within = this.#request.options.allNamespaces ? {} : { namespace: this.#place.namespace };
    return [
      { apiVersion, kind: "TrainingRun", ...within },
      { apiVersion, kind: "Cooldown", ...within },
      { apiVersion: "v1", kind: "Pod", labels: { [labels.name]: "plateau-worker" }, ...within },
    ];
  }

  #rows(objects: (kind: string) => KubeObject[]): RunRow[] {
    const { names, options } = this.#request;
    const runs = [...objects("TrainingRun"), ...objects("Cooldown")] as unknown as Run[];
    return topRows(
      { runs, pods: objects("Pod"), nowMs: Date.now() },
      { names, finished: options.finished === true },
    );
  }

  #draw(rows: readonly RunRow[]): string[] {
    const { options, terminal } = this.#request;
    return drawTop(rows, { colours: terminal.outColours, allNamespaces: options.allNamespaces === true });
  }

  get #within(): string {
    return this.#request.options.allNamespaces ? "" : ` in namespace ${this.#place.namespace}`;
  }

  get #nothing(): string {
    return `Nothing is running${this.#within}; --finished shows what is over.`;
  }
}

/** No taller than the terminal: what does not fit is counted. */
function fitted(lines: readonly string[], { size }: Terminal): string[] {
  const room = Math.max(4, size().rows - 1);
  if (lines.length <= room) return [...lines];
  return [
    ...lines.slice(0, room - 1),
    `… ${lines.length - room + 1} more lines; name some runs, or --once shows all.`,
  ];
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(quietMs, undefined, { signal }).catch(() => {});
}
