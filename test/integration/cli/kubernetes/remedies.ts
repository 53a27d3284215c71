/** What stands between a person and the cluster is said with what to do about it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { runYaml } from "../kubernetes-place.ts";
import { Workplace } from "../plateau.ts";
import type { PluginBench } from "./bench.ts";

export function remedies(bench: PluginBench): void {
  describe("what stands in the way is said with its remedy", () => {
    it("kinds that are not installed", () => {
      expect([bench.withoutKinds.code, bench.withoutKinds.stderr]).toEqual([
        1,
        expect.stringMatching(
          /does not serve TrainingRun.*Install the chart.*context "x".*--context.*\(E_NO_KIND\)/,
        ),
      ]);
    });

    it("no kubeconfig at all, or none where one was named", async () => {
      const { KUBECONFIG: _, ...env } = bench.place.env;
      const empty = new Workplace();
      empty.env = { ...env, HOME: empty.directory };
      const none = await empty.plugin("get", "trun");
      empty.remove();
      expect([none.code, none.stderr]).toEqual([
        2,
        expect.stringMatching(/There is no kubeconfig.*--kubeconfig\. \(E_KUBECONFIG\)/),
      ]);
      const named = await bench.place.plugin("get", "trun", "--kubeconfig", "nowhere");
      expect([named.code, named.stderr]).toEqual([2, expect.stringMatching(/no kubeconfig at .*nowhere/)]);
    });

    it("a kubeconfig in the user's home is found without being named", async () => {
      const { KUBECONFIG: config, ...env } = bench.place.env;
      const user = new Workplace();
      mkdirSync(join(user.directory, ".kube"));
      writeFileSync(join(user.directory, ".kube", "config"), readFileSync(config!));
      user.env = { ...env, HOME: user.directory };
      const { code, stdout } = await user.plugin("get", "trun", "-o", "name");
      user.remove();
      expect([code, stdout]).toEqual([0, expect.stringContaining("trainingrun/here")]);
    });

    it("a context that is not there", async () => {
      const { code, stderr } = await bench.place.plugin("get", "trun", "--context", "prod");
      expect([code, stderr]).toEqual([2, expect.stringMatching(/has no context "prod"\. There are: x\./)]);
    });

    it("a server that cannot be reached", async () => {
      const file = bench.kubeconfig("dead", (config) => {
        config.clusters[0]!.cluster.server = "https://127.0.0.1:1";
      });
      const { code, stderr } = await bench.place.plugin("top", "--kubeconfig", file);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(
          /cannot be reached.*context "x" \(https:\/\/127\.0\.0\.1:1\).*\(E_UNAVAILABLE\)/,
        ),
      ]);
    });

    it("a user without the right, and credentials that are not accepted", async () => {
      const nobody = bench.kubeconfig(
        "nobody",
        (config) => (config.users[0]!.user = { token: "test-token", as: "nobody" }),
      );
      const forbidden = await bench.place.plugin("get", "trun", "--kubeconfig", nobody);
      expect([forbidden.code, forbidden.stderr]).toEqual([
        1,
        expect.stringMatching(
          /User "nobody" cannot list resource.*role view, edit or admin.*\(E_FORBIDDEN\)/,
        ),
      ]);
      const wrong = bench.kubeconfig("wrong", (config) => (config.users[0]!.user = { token: "old" }));
      const refused = await bench.place.plugin("logs", "-f", "here", "--kubeconfig", wrong);
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringMatching(/log in again.*\(E_FORBIDDEN\)/),
      ]);
    });

    it("a namespace that is not there, or another than the manifest's", async () => {
      const file = join(bench.place.directory, "run.yaml");
      writeFileSync(file, runYaml("lost"));
      const missing = await bench.place.plugin("run", "-f", file, "-n", "nowhere");
      expect([missing.code, missing.stderr]).toEqual([
        1,
        expect.stringContaining('make the namespace with "kubectl create namespace"'),
      ]);
      writeFileSync(file, runYaml("lost").replace("name: lost", "name: lost, namespace: team"));
      const other = await bench.place.plugin("run", "-f", file, "-n", "default");
      expect([other.code, other.stderr]).toEqual([
        2,
        expect.stringContaining('TrainingRun "lost" is of namespace team, but -n says default'),
      ]);
    });
  });
}
