/** What a user of the chart's roles may do: view is enough to look, edit is needed to change. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { chartFolder } from "../../../chart/support/render.ts";
import { eventually } from "../../../fixtures/api-server.ts";
import { ensureTool, toolTimeoutMs } from "../../../tools/index.ts";
import { runYaml } from "../kubernetes-place.ts";
import type { PluginBench } from "./bench.ts";

export function roles(bench: PluginBench): void {
  describe("as a user with the chart's roles", () => {
    let viewer: string;
    let editor: string;

    beforeAll(async () => {
      const roles = join(bench.place.directory, "roles.yaml");
      const render = ["template", "plateau", chartFolder, "--show-only", "templates/rbac/users.yaml"];
      writeFileSync(roles, (await promisify(execFile)(await ensureTool("helm"), render)).stdout);
      await bench.kubectl("apply", "-f", roles);
      await bench.kubernetes.server.startControllers(["clusterrole-aggregation-controller"]);
      for (const role of ["view", "edit"]) {
        await bench.kubectl(
          "create",
          "rolebinding",
          role,
          `--clusterrole=${role}`,
          `--user=${role}er`,
          "-n",
          "team",
        );
        // The controller joins our rules to Kubernetes' own role.
        await eventually(async () => {
          const rules = await bench.kubectl("get", "clusterrole", role, "-o", "json");
          if (!rules.includes('"trainingruns"')) throw new Error(`${role} is not joined yet`);
        }, 60_000);
      }
      const as = (user: string): string =>
        bench.kubeconfig(user, (config) => {
          config.users[0]!.user = { token: "test-token", as: user };
          config.contexts[0]!.context["namespace"] = "team";
        });
      [viewer, editor] = [as("viewer"), as("editer")];
      await bench.kubernetes.apply(runYaml("seen"), "team");
    }, toolTimeoutMs);

    it.each([
      ["get", ["get", "trun"]],
      ["describe", ["describe", "trun", "seen"]],
      ["top", ["top", "seen"]],
      ["logs", ["logs", "seen", "--rank", "all"]],
      ["plan", ["plan", "-f", "tiny.yaml"]],
    ])("view in the namespace is enough for %s", async (_name, args) => {
      const { code, stderr } = await bench.place.plugin(...args, "--kubeconfig", viewer);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
    });

    it.each([
      ["scale", ["scale", "seen", "--workers", "1"]],
      ["run", ["run", "-f", "detached.yaml", "--detach"]],
      ["delete", ["delete", "trun", "seen"]],
    ])("%s needs edit", async (_name, args) => {
      const refused = await bench.place.plugin(...args, "--kubeconfig", viewer);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("(E_FORBIDDEN)")]);
      const done = await bench.place.plugin(...args, "--kubeconfig", editor);
      expect([done.code, done.stderr]).toEqual([0, expect.not.stringContaining("error")]);
    });
  });
}
