/** The chart on an API server: installed, upgraded and removed by Helm; what its admission policy lets through. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  cooldownManifest,
  studyManifest,
  trainingRunManifest,
} from "@plateau/controller/api/testing/manifests.ts";
import { ApiServer, eventually } from "../fixtures/api-server.ts";
import { chartFolder } from "./support/render.ts";
import { ensureTool, noTools, toolTimeoutMs } from "../tools/index.ts";

const run = promisify(execFile);
/** That of the examples. */
const namespace = "default";
const policyTimeoutMs = 60_000;

let server: ApiServer;
let folder: string;

async function helm(...args: string[]): Promise<string> {
  const all = [...args, "--namespace", "plateau-system", "--kubeconfig", server.kubeconfig];
  return (await run(await ensureTool("helm"), all)).stdout;
}

/** Applies an object; a dry run unless told otherwise. Rejects with the server's words. */
async function apply(object: unknown, ...more: string[]): Promise<string> {
  const file = join(folder, "object.json");
  await writeFile(file, JSON.stringify(object));
  return server.kubectl(["apply", "--server-side", "-n", namespace, "-f", file, ...more]);
}

const dryRun = (object: unknown): Promise<string> => apply(object, "--dry-run=server");

function runWith(podTemplate: unknown): unknown {
  const manifest = trainingRunManifest();
  return { ...manifest, spec: { ...manifest.spec, podTemplate } };
}

const hostPath = { spec: { volumes: [{ name: "h", hostPath: { path: "/" } }] } };
const container = (fields: object): unknown => ({ spec: { containers: [{ name: "worker", ...fields }] } });

(noTools === undefined ? describe : describe.skip)(
  `on an API server${noTools === undefined ? "" : `: ${noTools}`}`,
  () => {
    beforeAll(async () => {
      await ensureTool("helm");
      folder = await mkdtemp(join(tmpdir(), "plateau-chart-"));
      server = await ApiServer.start();
      await helm("install", "plateau", chartFolder, "--create-namespace");
      await server.established("crd", "--all");
      // A server takes up a policy some time after it was made.
      await eventually(async () => {
        const answer = await dryRun(runWith(hostPath)).catch((error: Error) => error.message);
        if (!answer.includes("denied request")) throw new Error(`the policy is not in force: ${answer}`);
      }, policyTimeoutMs);
    }, toolTimeoutMs);

    afterAll(async () => {
      await server?.stop();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }, 60_000);

    test("a pod template with labels, selectors, claims, GPUs and a user that is not root is taken", async () => {
      const good = {
        metadata: { labels: { team: "a" } },
        spec: {
          nodeSelector: { gpu: "yes" },
          volumes: [{ name: "d", persistentVolumeClaim: { claimName: "d" } }],
          containers: [
            {
              name: "worker",
              resources: { limits: { "nvidia.com/gpu": 1 } },
              securityContext: { runAsUser: 1000 },
            },
          ],
        },
      };
      await expect(dryRun(runWith(good))).resolves.toContain("serverside-applied");
      await expect(dryRun(runWith({}))).resolves.toContain("serverside-applied");
    });

    test.each<[string, unknown, RegExp]>([
      ["a host path", hostPath, /only configMap, csi/],
      ["the host's network", { spec: { hostNetwork: true } }, /hostNetwork, hostPID/],
      ["the host's processes", { spec: { hostPID: true } }, /hostNetwork, hostPID/],
      [
        "a token",
        { spec: { automountServiceAccountToken: true } },
        /automountServiceAccountToken must be left out/,
      ],
      [
        "a projected token",
        {
          spec: {
            volumes: [{ name: "t", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } }],
          },
        },
        /projected serviceAccountToken/,
      ],
      ["another account", { spec: { serviceAccountName: "admin" } }, /serviceAccountName/],
      ["another account by its old name", { spec: { serviceAccount: "admin" } }, /serviceAccountName/],
      ["a host port", container({ ports: [{ containerPort: 80, hostPort: 80 }] }), /hostPort/],
      ["privileges", container({ securityContext: { privileged: true } }), /privileged/],
      ["a mask of /proc", container({ securityContext: { procMount: "Unmasked" } }), /procMount/],
      ["root", { spec: { securityContext: { runAsUser: 0 } } }, /runAsUser not 0/],
      ["sysctls", { spec: { securityContext: { sysctls: [] } } }, /only users, groups/],
      [
        "a capability of an init container",
        {
          spec: {
            initContainers: [{ name: "i", securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }],
          },
        },
        /capabilities cannot be added/,
      ],
      ["containers that are no list", { spec: { containers: "x" } }, /denied request/],
      ["a spec that is no map", { spec: "x" }, /denied request/],
    ])("a pod template with %s is refused", async (_, podTemplate, message) => {
      await expect(dryRun(runWith(podTemplate))).rejects.toThrow(message);
    });

    test("templates inside studies and cooldowns are looked at too", async () => {
      const cooldown = cooldownManifest();
      await expect(
        dryRun({ ...cooldown, spec: { ...cooldown.spec, podTemplate: hostPath } }),
      ).rejects.toThrow(/denied request/);
      for (const template of ["runTemplate", "cooldownTemplate"] as const) {
        const study = structuredClone(studyManifest()) as unknown as {
          spec: Record<string, { spec?: object }>;
        };
        await expect(dryRun(study)).resolves.toContain("serverside-applied");
        study.spec[template] = {
          ...study.spec[template],
          spec: { ...study.spec[template]!.spec, podTemplate: hostPath },
        };
        await expect(dryRun(study)).rejects.toThrow(/denied request/);
      }
    });

    test("objects outlive an upgrade, and the release", async () => {
      await apply(trainingRunManifest());
      const read = (): Promise<string> =>
        server.kubectl(["get", "trainingruns", "-n", namespace, "-o", "jsonpath={.items[*].metadata.uid}"]);
      const uid = await read();
      expect(uid).not.toBe("");
      await helm("upgrade", "plateau", chartFolder, "--set", `replicas=2,watchNamespaces={${namespace}}`);
      expect(await read()).toBe(uid);
      await helm("uninstall", "plateau");
      expect(await read()).toBe(uid);
      await helm("install", "plateau", chartFolder);
      expect(await read()).toBe(uid);
    }, 120_000);
  },
);
