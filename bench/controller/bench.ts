/**
 * The controller on a real API server with 1,000 TrainingRuns: from nothing to their Jobs, a restart with all of them present, one
 * more run to its Job, and the change of leaders. Beside it, in turns on the same machine, its peers with the comparable job: JobSet's
 * manager with 1,000 JobSets of one Job, and Kubeflow Trainer's with 1,000 TrainJobs. No node and no controller manager: what is measured
 * is the controller and the API server.
 *
 *   npm run bench:controller              1,000 objects
 *   npm run bench:controller -- 200       as many
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { handOver } from "./hand-over.ts";
import { jobsetSubject } from "./jobset.ts";
import { measure, type Numbers } from "./measure.ts";
import { plateauSubject } from "./plateau.ts";
import { trainerSubject } from "./trainer.ts";

const objects = Number(process.argv[2] ?? 1_000);
const results = join(import.meta.dirname, "..", "results");

function tell(name: string, numbers: Numbers): void {
  const { coldSeconds, writesPerObject, readsPerObject, restart, createToJobMs, rssMb, cpuSeconds } = numbers;
  const { eventToReconcileMs: waits } = numbers;
  console.log(`${name}`);
  console.log(
    `  ${objects} objects to their Jobs   ${coldSeconds} s, ${writesPerObject} writes and ${readsPerObject} reads each, ${cpuSeconds} s of CPU, ${rssMb} MiB`,
  );
  console.log(`  restart with them present    ready after ${restart.seconds} s, ${restart.writes} writes`);
  console.log(`  one more to its Job          p50 ${createToJobMs.p50} ms, p99 ${createToJobMs.p99} ms`);
  if (waits) console.log(`  watch event to reconcile     p50 ≤ ${waits.p50} ms, p99 ≤ ${waits.p99} ms`);
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
console.log(`${objects} objects on ${machine}`);

// Each on an API server of its own: what the one left behind would be in the other's way.
const plateau = await measure(plateauSubject(), objects);
tell("Plateau", plateau);
const jobset = await measure(jobsetSubject(), objects);
tell("JobSet 0.11.1", jobset);
const trainer = await measure(trainerSubject(), objects);
tell("Kubeflow Trainer 2.2.0, with JobSet 0.11.1", trainer);
const leaders = await handOver();
console.log(
  `change of leaders: ${leaders.releaseSeconds} s after SIGTERM, ${leaders.killSeconds} s after SIGKILL, ${leaders.stopSeconds} s after SIGSTOP; writes of a former leader: ${leaders.lateWrites}`,
);

const result = {
  machine,
  objects,
  coldSeconds: plateau.coldSeconds,
  writesPerRun: plateau.writesPerObject,
  resyncWrites: plateau.restart.writes,
  createToJobMs: plateau.createToJobMs,
  eventToReconcileMs: plateau.eventToReconcileMs,
  rssMb: plateau.rssMb,
  cpuSeconds: plateau.cpuSeconds,
  plateau,
  jobset,
  trainer,
  leaders,
};
mkdirSync(results, { recursive: true });
writeFileSync(join(results, "controller.json"), `${JSON.stringify(result, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(result)}`);
