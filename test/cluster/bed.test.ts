/**
 * The bed that all tests on a cluster stand on: pods of our images run on it under Pod Security restricted, find each other by
 * name, and nothing outlives it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { toolTimeoutMs } from "../tools/index.ts";
import { Bed, noCluster, ownsCluster } from "./bed/index.ts";
import { container, indexedJob, workerImage } from "./support/manifests.ts";

const namespace = "bed";
const podTimeout = "--timeout=120s";

(noCluster === undefined ? describe : describe.skip)("a cluster", () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await Bed.start({ images: ["worker"] });
    await bed.createNamespace(namespace);
  }, toolTimeoutMs);
  afterAll(() => bed?.stop(), 60_000);

  it("runs a pod of the worker's image under Pod Security restricted, and its log is read", async () => {
    await bed.apply({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "version", namespace },
      spec: { restartPolicy: "Never", ...container(workerImage, ["node", "--version"]) },
    });
    await bed.kubectl([
      "wait",
      "--for=jsonpath={.status.phase}=Succeeded",
      "pod/version",
      "-n",
      namespace,
      podTimeout,
    ]);
    expect((await bed.kubectl(["logs", "version", "-n", namespace])).trim()).toBe(process.version);
  }, 150_000);

  it("has all that the worker's native packages load, and they report to nobody", async () => {
    const program = `
      const { InferenceSession } = require("onnxruntime-node");
      InferenceSession.create(Buffer.from("no model")).catch((error) => console.log(error.message));`;
    const spec = { restartPolicy: "Never", ...container(workerImage, ["node", "--eval", program]) };
    await bed.apply({ apiVersion: "v1", kind: "Pod", metadata: { name: "native", namespace }, spec });
    await bed.kubectl([
      "wait",
      "--for=jsonpath={.status.phase}=Succeeded",
      "pod/native",
      "-n",
      namespace,
      podTimeout,
    ]);
    const log = await bed.kubectl(["logs", "native", "-n", namespace]);
    expect(log).toMatch(/protobuf/i);
    // The library complains here that it cannot report: the image has no certificates.
    expect(log).not.toMatch(/telemetry/i);
  }, 150_000);

  it("refuses a pod that is privileged", async () => {
    const { containers } = container(workerImage, ["node", "--version"]);
    const privileged = [{ ...containers[0]!, securityContext: { privileged: true } }];
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "bad", namespace },
      spec: { containers: privileged },
    };
    await expect(bed.apply(pod)).rejects.toThrow(/violates PodSecurity "restricted/);
  });

  it("lets two pods of an Indexed Job find each other by the names of a headless Service", async () => {
    const program = `
      import { createServer } from "node:http";
      const rank = Number(process.env.JOB_COMPLETION_INDEX);
      const told = Promise.withResolvers();
      const server = createServer((request, response) => response.end("rank " + rank, told.resolve)).listen(7070);
      const ask = async () => {
        for (;;) {
          try {
            return await (await fetch("http://pair-" + (1 - rank) + ".pair:7070/", { headers: { connection: "close" } })).text();
          } catch { await new Promise((resolve) => setTimeout(resolve, 100)); }
        }
      };
      console.log(rank + " hears " + await ask());
      await told.promise;
      server.close();`;
    const command = ["node", "--input-type=module", "--eval", program];
    await bed.apply(
      indexedJob({ name: "pair", namespace, completions: 2, pod: container(workerImage, command) }),
    );
    await bed.kubectl(["wait", "--for=condition=Complete", "job/pair", "-n", namespace, podTimeout]);
    const logs = await bed.kubectl(["logs", "-l", "job-name=pair", "-n", namespace, "--tail=-1"]);
    expect(logs.trim().split("\n").sort()).toEqual(["0 hears rank 1", "1 hears rank 0"]);
  }, 150_000);

  it("lets a pod ask the API server through its Service, by its account's rights", async () => {
    const program = `
      import { readFileSync } from "node:fs";
      const token = readFileSync("/var/run/secrets/kubernetes.io/serviceaccount/token", "utf8");
      const answer = await fetch("https://kubernetes.default.svc/api/v1/namespaces/${namespace}/pods", {
        headers: { authorization: "Bearer " + token } });
      console.log(answer.status);`;
    const pod = container(workerImage, ["node", "--input-type=module", "--eval", program]);
    const ca = { name: "NODE_EXTRA_CA_CERTS", value: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt" };
    const metadata = { name: "asks", namespace };
    const containers = [{ ...pod.containers[0]!, env: [ca] }];
    await bed.apply({
      apiVersion: "v1",
      kind: "Pod",
      metadata,
      spec: { ...pod, restartPolicy: "Never", automountServiceAccountToken: true, containers },
    });
    await bed.kubectl([
      "wait",
      "--for=jsonpath={.status.phase}=Succeeded",
      "pod/asks",
      "-n",
      namespace,
      podTimeout,
    ]);
    expect((await bed.kubectl(["logs", "asks", "-n", namespace])).trim()).toBe("403");
  }, 150_000);

  it("keeps what a pod writes to a volume", async () => {
    const { claim, path } = await bed.createVolume("data", namespace);
    const write = container(workerImage, ["node", "-e", "require('fs').writeFileSync('/data/word', 'kept')"]);
    const mounted = [{ ...write.containers[0]!, volumeMounts: [{ name: "data", mountPath: "/data" }] }];
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: claim } }];
    const spec = { ...write, restartPolicy: "Never", containers: mounted, volumes };
    await bed.apply({ apiVersion: "v1", kind: "Pod", metadata: { name: "writes", namespace }, spec });
    await bed.kubectl([
      "wait",
      "--for=jsonpath={.status.phase}=Succeeded",
      "pod/writes",
      "-n",
      namespace,
      podTimeout,
    ]);
    if (path !== undefined) expect(readFileSync(join(path, "word"), "utf8")).toBe("kept");
  }, 150_000);
});

(ownsCluster ? describe : describe.skip)("the end of a bed", () => {
  it("takes every process, cgroup and mount along when its owner is killed", async () => {
    const owner = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "support", "owner.ts")],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [kubeconfig] = (await once(createInterface(owner.stdout), "line")) as [string];
    const folder = dirname(kubeconfig);
    const before = processesOf(folder);
    const [kubelet] = before.find(([, command]) => command.includes("kubelet --")) ?? [];
    // What kubelet and plugins write to fixed places is the bed's own.
    const mounts = readFileSync(`/proc/${kubelet}/mounts`, "utf8");
    for (const place of ["/run tmpfs", "/var/log tmpfs", "/var/lib overlay"])
      expect(mounts).toContain(` ${place} `);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    // The kernel tells nobody of the end of another's grandchildren.
    for (const deadline = Date.now() + 20_000; processesOf(folder).length > 0;) {
      if (Date.now() > deadline) throw new Error(`still there: ${JSON.stringify(processesOf(folder))}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(readFileSync("/proc/self/mounts", "utf8")).not.toContain(folder);
    // The next bed removes the files and cgroups of those whose owner is gone.
    const bed = await Bed.start({ images: [] });
    await writeFile(join(dirname(bed.kubeconfig), "mine"), "");
    await bed.stop();
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(dirname(bed.kubeconfig))).toBe(false);
    const left = readdirSync("/sys/fs/cgroup", { recursive: true, encoding: "utf8" }).filter((path) =>
      path.includes(folder.split("/").at(-1)!),
    );
    expect(left).toEqual([]);
  }, 180_000);
});

/** Processes whose command line names the folder: number and command line. */
function processesOf(folder: string): [string, string][] {
  const found: [string, string][] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      if (command.includes(folder)) found.push([pid, command]);
    } catch {
      // It has ended since the folder was read.
    }
  }
  return found;
}
