/**
 * Everything that the dashboards look at, real: a home's controller and its workers, a controller on an API server with a worker and an
 * event stream (cluster-side.ts), a Prometheus that scrapes them. GPUs alone are made up (test/fixtures/dcgm-exporter.ts).
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureCorpus } from "../../../examples/corpus.ts";
import { systemTerminal } from "@plateau/cli/terminal.ts";
import { Prometheus } from "../../../dashboards/render/prometheus.ts";
import { eventually } from "../../fixtures/api-server.ts";
import { DcgmExporter, type Pod } from "../../fixtures/dcgm-exporter.ts";
import { freePorts } from "../../fixtures/ports.ts";
import { PrometheusServer } from "../../fixtures/prometheus.ts";
import { Workplace, type Started } from "../cli/plateau.ts";
import { ClusterSide, stopAll } from "./cluster-side.ts";
import { manifests, noisy, plateau, study } from "./study.ts";

export const installation = "plateau-metrics";
export const scrapeSeconds = 1;
const patienceMs = 240_000;

type Parts = { stop(): Promise<unknown> }[];

export class World {
  readonly prometheus: Prometheus;
  /** Seconds since 1970. */
  readonly began: number;
  /** When some of the study was done and some under way. */
  halfway = 0;
  readonly #place: Workplace;
  readonly #parts: Parts;
  readonly #cluster: ClusterSide;

  private constructor(prometheus: Prometheus, place: Workplace, cluster: ClusterSide, parts: Parts) {
    this.prometheus = prometheus;
    this.began = Date.now() / 1000;
    this.#place = place;
    this.#cluster = cluster;
    this.#parts = parts;
  }

  static async start(): Promise<World> {
    const place = new Workplace();
    const parts: Parts = [{ stop: () => Promise.resolve(place.remove()) }];
    try {
      const [port] = (await freePorts(1)) as [number];
      const cluster = await ClusterSide.start();
      parts.push(cluster);
      const targets = `http://127.0.0.1:${port}/targets`;
      const exporter = await DcgmExporter.start(() => podsOf(targets));
      parts.push(exporter);
      const prometheus = await PrometheusServer.start(
        [
          { job_name: "home", http_sd_configs: [{ url: targets, refresh_interval: "1s" }] },
          {
            job_name: installation,
            honor_labels: true,
            static_configs: [
              {
                targets: [`127.0.0.1:${cluster.metricsPort}`],
                labels: { namespace: "plateau-system", pod: "plateau-7d4b9c6f5-x2x8q" },
              },
            ],
          },
          {
            // As its chart has it: the pod that has the GPU is in exported_pod.
            job_name: "dcgm-exporter",
            static_configs: [
              {
                targets: [exporter.address],
                labels: { namespace: "gpu-operator", pod: "dcgm-exporter-h9s4d" },
              },
            ],
          },
        ],
        scrapeSeconds,
      );
      parts.push(prometheus);
      await ensureCorpus(join(place.home, "data", "brown"), systemTerminal(process));
      writeFileSync(join(place.directory, "study.yaml"), manifests);
      const run = place.start(["run", "-f", "study.yaml", "--metrics-port", String(port)]);
      parts.push({ stop: () => interrupted(run) });
      return new World(new Prometheus(prometheus.url), place, cluster, parts);
    } catch (error) {
      await stopAll(parts);
      throw error;
    }
  }

  /** Until the study, which loses a rank, has its law; the noisy run has lost one and then all, and has all of them again. */
  async live(): Promise<void> {
    await this.#cluster.addWaitingRun();
    await this.until(`plateau_run_checkpoint_step{run="${plateau}"} >= 40`);
    await this.#lose(plateau);
    await this.until(`plateau_run_checkpoint_step{run="${noisy}"} >= 200`);
    kill(this.#ranksOf(noisy).slice(0, 1));
    await this.until(`max(plateau_worker_group_changes_total{run="${noisy}"}) > 0`);
    await this.#cluster.restartApiServer();
    await this.until(`plateau_run_workers{run="${noisy}"} == 2`);
    await this.#lose(noisy);
    // The scrape's own time: one that has begun meanwhile, and may say otherwise, is later.
    const both = `timestamp(plateau_study_remaining_seconds) and on () plateau_run_tokens_per_second{run=~"${study}-.*"}`;
    this.halfway = await this.#found(both);
    // Nothing more is looked at of those that would train for ever: the machine is the study's.
    await this.until(`plateau_run_workers{run="${noisy}"} == 2`);
    await this.#command("pause", noisy);
    this.#cluster.freezeRank();
    await this.until(`plateau_study_state{study="${study}", state="succeeded"} == 1`);
    this.#cluster.thawRank();
    await this.#command("resume", noisy);
    await this.until(`count(rate(plateau_worker_checkpoint_bytes_total{run="${noisy}"}[5s])) == 2`);
    // Means are of what was between two scrapes: of its first processes, on a quick machine, nothing.
    for (const histogram of ["stall_seconds", "write_seconds"]) {
      await this.until(`rate(plateau_worker_checkpoint_${histogram}_count{run="${noisy}"}[4s]) > 0`);
    }
    await this.until(`rate(plateau_events_received_total{job="${installation}"}[5s]) > 0`);
  }

  /** Kills all ranks of a run, again until Prometheus has seen it: a quick machine has them back between two scrapes. */
  async #lose(run: string): Promise<void> {
    const isSeen = `plateau_run_workers{run="${run}"} < plateau_run_workers_wanted`;
    for (let seen = false; !seen;) {
      kill(this.#ranksOf(run));
      const deadline = performance.now() + 3_000 * scrapeSeconds;
      while (!seen && performance.now() < deadline) {
        seen = (await this.prometheus.instant(isSeen, Date.now() / 1000)).length > 0;
      }
    }
  }

  /** Until Prometheus answers with a series. */
  async until(query: string): Promise<void> {
    await this.#found(query);
  }

  async #command(command: "pause" | "resume", run: string): Promise<void> {
    const { code, stderr } = await this.#place.run(command, run);
    if (code !== 0) throw new Error(`plateau ${command} ${run}: ${stderr}`);
  }

  stop(): Promise<void> {
    return stopAll(this.#parts);
  }

  /** Value of the first series that Prometheus answers with. */
  #found(query: string): Promise<number> {
    return eventually(async () => {
      const [sample] = await this.prometheus.instant(query, Date.now() / 1000);
      if (!sample) throw new Error(`never true: ${query}`);
      return sample.points[0]![1];
    }, patienceMs);
  }

  #ranksOf(run: string): number[] {
    const found = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        const environment = environmentOf(pid);
        return environment.includes(`${this.#place.home}/`) && environment.includes(`/${run}`);
      });
    if (found.length === 0) throw new Error(`no process is a rank of ${run}`);
    return found;
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    // It has ended.
    return "";
  }
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, "SIGKILL");
}

/** Pods that are scraped: those that train. */
async function podsOf(targets: string): Promise<Pod[]> {
  const response = await fetch(targets);
  const groups = (await response.json()) as { labels: { job: string; pod?: string } }[];
  return groups.flatMap(({ labels: { pod } }) =>
    pod === undefined ? [] : [{ namespace: "default", name: pod }],
  );
}

async function interrupted({ process: child, result }: Started): Promise<void> {
  child.kill("SIGINT");
  await result;
}
