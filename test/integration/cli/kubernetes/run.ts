/** run, plan and report: an object is applied and watched to its end, whatever befalls the API server meanwhile. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { apiVersion, type ScalingStudy } from "@plateau/controller/api/index.ts";
import { eventually } from "../../../fixtures/api-server.ts";
import { runYaml, succeeded, training } from "../kubernetes-place.ts";
import type { PluginBench } from "./bench.ts";
import { study, studyStatus } from "./study.ts";

export function running(bench: PluginBench): void {
  describe("run", () => {
    it("watches a run to its end; Ctrl-C leaves it running and says how to watch again", async () => {
      writeFileSync(join(bench.place.directory, "watched.yaml"), runYaml("watched"));
      const left = bench.place.startPlugin("run", "-f", "watched.yaml", "-n", "team");
      await left.said("TrainingRun watched created");
      await left.said("TrainingRun watched: ");
      left.process.kill("SIGINT");
      const { code, stderr } = await left.result;
      expect([code, stderr]).toEqual([
        130,
        expect.stringContaining(
          "goes on in the cluster. To watch again: kubectl plateau run -f watched.yaml -n team\n",
        ),
      ]);
      const ref = { apiVersion, kind: "TrainingRun", namespace: "team", name: "watched" };
      const run = (await bench.kubernetes.cluster.get(ref))!;
      expect(run.metadata.deletionTimestamp).toBeUndefined();
      await bench.kubernetes.setStatus(
        run,
        { step: 10, stopAtStep: 1000, attempt: 1, loss: "2.5" },
        training,
      );
      const again = bench.place.startPlugin("run", "-f", "watched.yaml", "-n", "team");
      await again.said(/watched 1 % loss 2\.500/);
      await bench.kubernetes.setStatus(
        run,
        { step: 1000, stopAtStep: 1000, attempt: 1, loss: "1.25" },
        succeeded,
      );
      const end = await again.result;
      expect([end.code, end.stdout]).toEqual([
        0,
        "TrainingRun watched is done: training loss 1.250 at step 1000.\n",
      ]);
    });

    it("ends with exit code 1 and the reason if it fails, at once", async () => {
      writeFileSync(join(bench.place.directory, "fails.yaml"), runYaml("fails"));
      const { result, said } = bench.place.startPlugin("run", "-f", "fails.yaml");
      await said("TrainingRun fails created");
      const run = (await bench.kubernetes.cluster.get({
        apiVersion,
        kind: "TrainingRun",
        namespace: "default",
        name: "fails",
      }))!;
      await bench.kubernetes.setStatus(run, { step: 3 }, [
        "Failed",
        "True",
        "Diverged",
        "The loss is not finite at step 3.",
      ]);
      const { code, stderr } = await result;
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining("TrainingRun fails: The loss is not finite at step 3."),
      ]);
    });

    it("goes on watching after the API server was killed and started again", async () => {
      writeFileSync(join(bench.place.directory, "outlives.yaml"), runYaml("outlives"));
      const { result, said } = bench.place.startPlugin("run", "-f", "outlives.yaml");
      await said("TrainingRun outlives: ");
      await bench.kubernetes.server.restartApiServer();
      const ref = { apiVersion, kind: "TrainingRun", namespace: "default", name: "outlives" };
      const run = await eventually(() => bench.kubernetes.cluster.get(ref), 60_000);
      await bench.kubernetes.setStatus(run!, { step: 1000, loss: "1.5", attempt: 1 }, succeeded);
      const { code, stdout, stderr } = await result;
      expect([code, stdout]).toEqual([0, expect.stringContaining("outlives is done")]);
      expect(stderr).toContain("The API server does not answer; trying again.");
    });

    it("applies and leaves with --detach, over what kubectl has applied before", async () => {
      const file = join(bench.place.directory, "detached.yaml");
      writeFileSync(file, runYaml("detached"));
      await bench.kubectl("apply", "-f", file);
      writeFileSync(file, runYaml("detached").replace("count: 2", "count: 1"));
      const { code, stderr } = await bench.place.plugin("run", "-f", "detached.yaml", "--detach");
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/^TrainingRun detached changed\nApplied to context "x"/),
      ]);
    });

    it("tells a study's law at its end, and report writes it with a word on what is not there", async () => {
      writeFileSync(join(bench.place.directory, "tiny.yaml"), study);
      const { result, said } = bench.place.startPlugin("run", "-f", "tiny.yaml");
      await said("ScalingStudy tiny created");
      const made = (await bench.kubernetes.cluster.get({
        apiVersion,
        kind: "ScalingStudy",
        namespace: "default",
        name: "tiny",
      }))!;
      await bench.kubernetes.setStatus(made, studyStatus(made as ScalingStudy), [
        "Succeeded",
        "True",
        "Fitted",
      ]);
      const { code, stdout } = await result;
      expect(code).toBe(0);
      expect(stdout).toMatch(/L\(N, D\)[^]*FLOPs spent 1\.00e12/);
      const page = join(bench.place.directory, "reports", "tiny.html");
      expect(stdout).toContain(`Report  ${page}`);
      const report = await bench.place.plugin("report", "tiny", "-o", "tiny.html");
      expect([report.code, report.stderr]).toEqual([
        0,
        expect.stringMatching(/^Loss curves .* --events says where that is\.\n$/),
      ]);
      expect(readFileSync(join(bench.place.directory, "tiny.html"), "utf8")).toContain("9 of 9 points");
    });

    it("plans without measuring this machine", async () => {
      const { code, stdout, stderr } = await bench.place.plugin("plan", "-f", "tiny.yaml");
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/^No time is given: the cluster has no finished run/),
      ]);
      expect(stdout).toMatch(/^xs +4\.35k +200 steps/m);
    });
  });
}
