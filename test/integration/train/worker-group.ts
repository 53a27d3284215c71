/**
 * WorkerGroup: the ranks of one run as real processes, started as the cluster starts them, whose news are recorded and who can be
 * killed and started again. Nothing waits for a time: tests wait for what a rank says or for its end.
 */
import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  workerEnv,
  type CheckpointEvent,
  type EvaluationResult,
  type ProgressEvent,
  type ProgressMessage,
  type RunConfig,
  type StepEvent,
  type TerminationMessage,
} from "@plateau/proto";

const program = join(import.meta.dirname, "..", "..", "..", "worker", "src", "main.ts");
/** Longer than anything here takes on a busy machine: only a hang gets there. */
const hangMs = 90_000;

export interface Rank {
  rank: number;
  process: ChildProcess;
  /** Lines of standard output and error. */
  output: string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export type Told = ProgressMessage & { pid: number };

/** The end of a process, with all that it wrote. Its `close` event does not come if the channel was closed from here. */
async function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  const [[code, signal]] = await Promise.all([
    once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>,
    ...[child.stdout!, child.stderr!].map((stream) => once(stream, "close")),
  ]);
  return { code, signal };
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "plateau-train-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export class WorkerGroup {
  readonly config: RunConfig;
  /** All news of all ranks, in order of arrival. */
  readonly told: Told[] = [];
  readonly ranks: (Rank | undefined)[] = [];
  readonly folder: string;
  /** Addresses of all ranks as one of them knows them, with `{rank}`. */
  peersOf: (rank: number) => string = () => `unix:${join(this.folder, "{rank}.sock")}`;
  readonly #news = new EventEmitter();
  readonly #environment: Record<string, string>;

  /** @param folder for run.json, sockets and last words; socket paths are short, so it should be */
  constructor(folder: string, config: RunConfig, environment: Record<string, string> = {}) {
    this.folder = join(folder, config.run.name);
    this.config = config;
    this.#environment = environment;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, "run.json"), JSON.stringify(config));
  }

  startAll(): this {
    for (let rank = 0; rank < this.config.workers.count; rank++) this.start(rank);
    return this;
  }

  start(rank: number): Rank {
    const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
    const child = fork(program, ["train"], {
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...inherited,
        [workerEnv.runConfig]: join(this.folder, "run.json"),
        [workerEnv.rank]: String(rank),
        [workerEnv.peers]: this.peersOf(rank),
        [workerEnv.terminationLog]: this.#wordsPath(rank),
        [workerEnv.podUid]: randomUUID(),
        ...this.#environment,
      },
    });
    const started: Rank = {
      rank,
      process: child,
      output: "",
      exited: ended(child),
    };
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (bytes: Buffer) => (started.output += bytes.toString()));
    child.on("message", (message) => {
      // Answers to commands are for whoever commands.
      if (!("event" in (message as object))) return;
      this.told.push({ ...(message as ProgressMessage), pid: child.pid ?? 0 });
      this.#news.emit("news");
    });
    void started.exited.then(() => this.#news.emit("news"));
    this.ranks[rank] = started;
    return started;
  }

  /** Until something told satisfies the condition, now or later. */
  async until<T>(what: string, find: () => T | undefined | false): Promise<T> {
    const started = performance.now();
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      const rest = hangMs - (performance.now() - started);
      const news = new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), Math.max(0, rest));
        this.#news.once("news", () => {
          clearTimeout(timer);
          resolve(true);
        });
      });
      if (!(await news)) throw new Error(`waited in vain for ${what}\n${this.outputs()}`);
    }
  }

  /** Until rank 0 has told of a step that far, counted from `since` on. */
  untilStep(step: number, since = 0): Promise<Told> {
    return this.until(`step ${step}`, () =>
      this.told.slice(since).find(({ event }) => event.type === "step" && event.step >= step),
    );
  }

  /** Exit code of a rank. */
  async exitCode(rank: number): Promise<number | null> {
    const started = this.#rank(rank);
    await this.until(
      `the end of rank ${rank}`,
      () => started.process.exitCode ?? started.process.signalCode ?? undefined,
    );
    return (await started.exited).code;
  }

  /** Exit codes of all ranks. @throws if one of them fails, with what all of them wrote */
  async finish(): Promise<void> {
    const codes = await Promise.all(this.ranks.map((_, rank) => this.exitCode(rank)));
    if (codes.some((code) => code !== 0))
      throw new Error(`exit codes ${codes.join(", ")}\n${this.outputs()}`);
  }

  async kill(rank: number, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const started = this.#rank(rank);
    started.process.kill(signal);
    if (signal === "SIGKILL") await started.exited;
  }

  /** Kills what is left. */
  async close(): Promise<void> {
    const alive = this.ranks.filter((rank): rank is Rank => rank?.process.exitCode === null);
    for (const { process: child } of alive) child.kill("SIGKILL");
    await Promise.all(alive.map(({ exited }) => exited));
  }

  /** Adds ranks to a run of one while that one stands still, so that it cannot be over before they are ready. */
  async add(ranks: readonly number[]): Promise<void> {
    await this.kill(0, "SIGSTOP");
    const before = this.told.length;
    for (const rank of ranks) this.start(rank);
    const isWaiting = (rank: number): boolean =>
      this.told
        .slice(before)
        .some(
          (told) => told.rank === rank && told.event.type === "lifecycle" && told.event.state === "joined",
        );
    await this.until(`ranks ${ranks.join(", ")} to wait for the group`, () => ranks.every(isWaiting));
    await this.kill(0, "SIGCONT");
  }

  events<T extends ProgressEvent["type"]>(type: T): Extract<ProgressEvent, { type: T }>[] {
    return this.told
      .map(({ event }) => event)
      .filter((event): event is Extract<ProgressEvent, { type: T }> => event.type === type);
  }

  /** Step events by step; a step told twice must have been the same one. */
  steps(): Map<number, StepEvent> {
    const byStep = new Map<number, StepEvent>();
    for (const event of this.events("step")) {
      const before = byStep.get(event.step);
      if (before && before.loss !== event.loss)
        throw new Error(`step ${event.step} had loss ${before.loss}, then ${event.loss}`);
      byStep.set(event.step, event);
    }
    return byStep;
  }

  losses(): number[] {
    return [...this.steps()].sort(([a], [b]) => a - b).map(([, { loss }]) => loss);
  }

  evaluations(): EvaluationResult[] {
    return this.events("evaluated").map(({ result }) => result);
  }

  checkpoints(): CheckpointEvent["checkpoint"][] {
    return this.events("checkpoint").map(({ checkpoint }) => checkpoint);
  }

  /** sha256 of the weights and of the optimizer's state after so many steps, from the manifest on disk. */
  hashes(step: number): Record<string, string> {
    const { files } = this.manifest(step);
    return Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
  }

  manifest(step: number): { files: { name: string; sha256: string }[]; [field: string]: unknown } {
    const path = join(this.checkpointFolder(step), "manifest.json");
    return JSON.parse(readFileSync(path, "utf8")) as ReturnType<WorkerGroup["manifest"]>;
  }

  checkpointFolder(step: number): string {
    return join(this.config.checkpoints.storeUri, `step-${String(step).padStart(9, "0")}`);
  }

  lastWords(rank: number): TerminationMessage {
    return JSON.parse(readFileSync(this.#wordsPath(rank), "utf8")) as TerminationMessage;
  }

  /** Whether a rank's socket file is there. */
  hasSocket(rank: number): boolean {
    return existsSync(join(this.folder, `${rank}.sock`));
  }

  outputs(): string {
    return this.ranks.map((rank) => `── rank ${rank?.rank} ──\n${rank?.output.slice(-4000)}`).join("\n");
  }

  #wordsPath(rank: number): string {
    return join(this.folder, `last-words-${rank}.json`);
  }

  #rank(rank: number): Rank {
    const started = this.ranks[rank];
    if (!started) throw new Error(`rank ${rank} was never started`);
    return started;
  }
}
