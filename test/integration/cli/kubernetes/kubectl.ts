/** kubectl itself on our kinds: it finds the plugin, explains every field and waits for conditions. */
import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { apiVersion } from "@plateau/controller/api/index.ts";
import { commandOf } from "../../../fixtures/control-plane-programs.ts";
import { runYaml, succeeded } from "../kubernetes-place.ts";
import { pluginBinary } from "../plateau.ts";
import type { PluginBench } from "./bench.ts";

export function kubectlOnOurKinds(bench: PluginBench): void {
  describe("kubectl on our kinds", () => {
    it("finds the plugin by its name, and hands it its options", async () => {
      const commands = join(bench.place.directory, "bin");
      mkdirSync(commands);
      symlinkSync(pluginBinary, join(commands, "kubectl-plateau"));
      const [program, ...words] = await commandOf("kubectl");
      const PATH = `${commands}:${dirname(process.execPath)}:/usr/bin:/bin`;
      const found = await promisify(execFile)(
        program,
        [...words, "plateau", "get", "trun", "-n", "team", "-o", "name"],
        { cwd: bench.place.directory, env: { ...process.env, NODE_OPTIONS: "", ...bench.place.env, PATH } },
      );
      expect(found.stdout).toContain("trainingrun/there\n");
      const help = await bench.place.plugin("--help");
      expect(help.stdout).toMatch(/^Usage: kubectl plateau \[options\][^]*\$ kubectl plateau logs -f/);
      expect((await bench.place.plugin("top", "--help")).stdout).toMatch(
        /\$ kubectl plateau top -A[^]*\$ kubectl plateau top -o json/,
      );
    });

    it("explains every field of spec and status", async () => {
      const { components } = JSON.parse(
        await bench.kubectl("get", "--raw", `/openapi/v3/apis/${apiVersion}`),
      ) as {
        components: { schemas: Record<string, Schema> };
      };
      const ours = Object.entries(components.schemas).filter(
        ([name]) => /v1alpha1\.\w+$/.test(name) && !name.endsWith("List"),
      );
      expect(
        ours
          .map(([name]) => name.split(".").at(-1))
          .filter((name) => /^(Training|Cool|Check|Scaling)/.test(name!))
          .toSorted((a, b) => a!.localeCompare(b!)),
      ).toEqual(["Checkpoint", "Cooldown", "ScalingStudy", "TrainingRun"]);
      const nameless = ours.flatMap(([name, { properties }]) =>
        ["spec", "status"].flatMap((part) => undescribed(`${name}.${part}`, properties?.[part])),
      );
      expect(nameless).toEqual([]);
      expect(await bench.kubectl("explain", "scalingstudy.spec", "--recursive")).toMatch(
        /sizes\s+<\[\]Object>/,
      );
      expect(await bench.kubectl("explain", "trun.spec.optimizer.learningRate")).toMatch(
        /DESCRIPTION:\n +\w+/,
      );
    });

    it("waits for a condition", async () => {
      const [run] = await bench.kubernetes.apply(runYaml("awaited"));
      const waiting = bench.kubectl("wait", "--for=condition=Succeeded", "trun/awaited", "--timeout=60s");
      await bench.kubernetes.setStatus(run!, { step: 1000 }, succeeded);
      expect(await waiting).toContain("condition met");
    });
  });
}

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** Paths of fields that `kubectl explain` would show without a word. */
function undescribed(path: string, schema: Schema | undefined): string[] {
  if (!schema) return [path];
  const below = [
    ...Object.entries(schema.properties ?? {}).map(([name, field]) => [`${path}.${name}`, field] as const),
    ...(schema.items?.properties ? [[`${path}[]`, schema.items] as const] : []),
  ];
  return [
    ...(schema.description ? [] : [path]),
    ...below.flatMap(([name, field]) => undescribed(name, field)),
  ];
}
