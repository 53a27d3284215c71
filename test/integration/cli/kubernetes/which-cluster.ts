/** Which cluster and namespace a command is about: the kubeconfig's as the plugin, the home as plateau. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { runYaml } from "../kubernetes-place.ts";
import type { PluginBench } from "./bench.ts";

export function whichCluster(bench: PluginBench): void {
  describe("which cluster", () => {
    beforeAll(async () => {
      await bench.kubernetes.apply(runYaml("here"));
      await bench.kubernetes.apply(runYaml("there"), "team");
    });

    it("is the kubeconfig's as the plugin, with the namespace of the context unless -n names another", async () => {
      const names = async (...args: string[]): Promise<string> =>
        (await bench.place.plugin("get", "trun", "-o", "name", ...args)).stdout;
      expect(await names()).toContain("trainingrun/here\n");
      expect(await names("-n", "team")).toBe("trainingrun/there\n");
      const file = bench.kubeconfig("two", (config) => {
        config.contexts.push({
          name: "team",
          context: { ...config.contexts[0]!.context, namespace: "team" },
        });
      });
      expect(await names("--kubeconfig", file, "--context", "team")).toBe("trainingrun/there\n");
      const all = await bench.place.plugin("get", "trun", "-A");
      expect(all.stdout).toMatch(/^NAMESPACE +NAME +STATE[^]*^default +here [^]*^team +there /m);
    });

    it("is the home as plateau, whatever KUBECONFIG says, until an option names a Kubernetes", async () => {
      const home = await bench.place.run("get", "trun");
      expect([home.code, home.stderr]).toEqual([1, expect.stringContaining("There is no cluster at")]);
      expect((await bench.place.run("get", "trun", "--kubernetes", "-o", "name")).stdout).toContain(
        "trainingrun/here\n",
      );
      expect((await bench.place.plugin("get", "trun", "--home", "none")).stderr).toContain(
        "There is no cluster at",
      );
      const both = await bench.place.run("get", "trun", "--home", "x", "--context", "x");
      expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("leave one of them out")]);
    });
  });
}
