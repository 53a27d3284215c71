/** get, describe, top, scale and delete: what they show and change, beside what kubectl does. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import type { RunRow } from "@plateau/cli/top/rows.ts";
import { refOf, runYaml, training } from "../kubernetes-place.ts";
import type { PluginBench } from "./bench.ts";

export function lookingAndEditing(bench: PluginBench): void {
  describe("looking and editing", () => {
    let run: KubeObject;

    beforeAll(async () => {
      [run] = (await bench.kubernetes.apply(runYaml("one"))) as [KubeObject];
      run = await bench.kubernetes.setStatus(
        run,
        {
          step: 250,
          stopAtStep: 1000,
          loss: "2.345678",
          progress: "25 %",
          readyWorkers: 1,
          workers: "1/2",
          attempt: 2,
          tokens: "32000",
          flops: "1.5e12",
          tokensPerSecond: "51200",
          selector: `${labels.runUid}=${run.metadata.uid}`,
        },
        training,
      );
    });

    it("shows the columns that kubectl shows", async () => {
      const cells = (table: string): (string[] | undefined)[] =>
        table
          .split("\n")
          .filter((line) => /^(NAME|one) /.test(line))
          .map((line) => line.split(/ {2,}/).slice(0, -1));
      const ours = (await bench.place.plugin("get", "trainingruns")).stdout;
      expect(cells(ours)).toEqual(cells(await bench.kubectl("get", "trainingruns")));
      expect(cells(ours)[1]).toEqual(["one", "Training", "250", "2.345678", "25 %", "1/2"]);
    });

    it("goes on with every change until Ctrl-C", async () => {
      const {
        process: child,
        result,
        wrote,
      } = bench.place.startPlugin("get", "trun", "one", "--watch", "-o", "json");
      await wrote(/"step": 250/);
      await bench.kubernetes.setStatus(run, { ...(run.status as object), step: 251 }, training);
      await wrote(/"step":251/);
      child.kill("SIGINT");
      expect((await result).code).toBe(130);
      await bench.kubernetes.setStatus(run, run.status as Record<string, unknown>, training);
    });

    it("describes an object with the events about it", async () => {
      await bench.kubernetes.cluster.create({
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: "one.1", namespace: "default" },
        involvedObject: {
          apiVersion,
          kind: "TrainingRun",
          namespace: "default",
          name: "one",
          uid: run.metadata.uid,
        },
        type: "Warning",
        reason: "GangRestarted",
        message: "Rank 1 was lost.",
        lastTimestamp: new Date().toISOString(),
        count: 3,
      });
      const { stdout } = await bench.place.plugin("describe", "trun", "one");
      expect(stdout).toMatch(/^ {2}Progressing +True +Training +\d+s +Training\.$/m);
      expect(stdout).toMatch(/GangRestarted {2}Rank 1 was lost\. \(×3\)$/m);
      expect(await bench.kubectl("describe", "trun", "one")).toMatch(
        /Warning +GangRestarted .*Rank 1 was lost\./,
      );
    });

    it("shows runs and ranks at the top: numbers, nodes and what a rank waits for", async () => {
      for (const rank of [0, 1]) {
        const pod = await bench.kubernetes.cluster.create({
          apiVersion: "v1",
          kind: "Pod",
          metadata: {
            name: `one-2-${rank}`,
            namespace: "default",
            labels: {
              [labels.name]: "plateau-worker",
              [labels.runUid]: run.metadata.uid,
              [labels.completionIndex]: String(rank),
            },
          },
          spec: {
            ...(rank === 0 ? { nodeName: "node-a" } : {}),
            containers: [{ name: "worker", image: "w" }],
          },
        });
        const state = rank === 0 ? { running: {} } : { waiting: { reason: "ErrImagePull" } };
        await bench.kubernetes.cluster.updateStatus(refOf(pod), {
          phase: rank === 0 ? "Running" : "Pending",
          containerStatuses: [
            {
              name: "worker",
              image: "w",
              imageID: "w",
              ready: rank === 0,
              restartCount: rank,
              state,
              lastState: {},
            },
          ],
        });
      }
      const { code, stdout } = await bench.place.plugin("top", "one");
      expect(code).toBe(0);
      const [head, first, ...ranks] = stdout.trimEnd().split("\n");
      expect(head?.split(/ +/)).toEqual(["NAME", "STATE", "STEP", "LOSS", "TOK/S", "RANKS", "AGE", "NODE"]);
      expect(first).toMatch(/^one +Training \(start 2\) +250\/1000 +2\.346 +51\.2k +1\/2 +\d+s$/);
      expect(ranks).toEqual([
        expect.stringMatching(/^├ 0 {2}one-2-0 +Running +\d+s +node-a$/),
        expect.stringMatching(/^└ 1 {2}one-2-1 +ErrImagePull \(1 restart\) +\d+s +–$/),
      ]);
      const rows = JSON.parse((await bench.place.plugin("top", "one", "-o", "json")).stdout) as RunRow[];
      expect(rows[0]).toMatchObject({
        name: "one",
        step: 250,
        loss: 2.345678,
        tokensPerSecond: 51200,
        ranksReady: 1,
      });
      expect(rows[0]?.ranks.map(({ node, state }) => [node, state])).toEqual([
        ["node-a", "Running"],
        [undefined, "ErrImagePull"],
      ]);
      const missing = await bench.place.plugin("top", "two");
      expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('no Cooldown "two"')]);
    });

    it("scales without taking the other fields from who set them, as kubectl does", async () => {
      const { code, stdout } = await bench.place.plugin("scale", "one", "--workers", "3");
      expect([code, stdout]).toEqual([0, "TrainingRun one: 2 → 3 workers\n"]);
      const managers = JSON.parse(
        await bench.kubectl("get", "trun", "one", "-o", "json", "--show-managed-fields"),
      ) as { metadata: { managedFields: { manager: string; fieldsV1: object }[] } };
      const owned = managers.metadata.managedFields.find(({ manager }) => manager === "plateau-scale");
      expect(owned?.fieldsV1).toEqual({ "f:spec": { "f:workers": { "f:count": {} } } });
      await bench.kubectl("scale", "trainingrun/one", "--replicas=4");
      const now = await bench.kubernetes.cluster.get(refOf(run));
      expect((now!.spec as { workers: { count: number } }).workers.count).toBe(4);
      const tooMany = await bench.place.plugin("scale", "one", "--workers", "5");
      expect([tooMany.code, tooMany.stderr]).toEqual([
        1,
        expect.stringMatching(/batch\.shards.*\(E_INVALID\)/s),
      ]);
    });

    it("deletes", async () => {
      await bench.kubernetes.apply(runYaml("gone"));
      const { code, stdout } = await bench.place.plugin("delete", "trun", "gone");
      expect([code, stdout]).toEqual([0, "TrainingRun gone deleted\n"]);
      expect(await bench.kubectl("get", "trun", "gone", "--ignore-not-found")).toBe("");
    });

    it("says what only a home can draw", async () => {
      const { code, stderr } = await bench.place.plugin("report", "run/one", "run/here");
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/every step.*"kubectl plateau top".*\(E_NO_HISTORY\)/s),
      ]);
    });
  });
}
