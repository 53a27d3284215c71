/** A study whose data and states lie in an S3 bucket: nothing of a pod lasts, and nothing of the bucket is left behind. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import type { Checkpoint, Cooldown, ScalingStudy } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { accessKubernetes } from "@plateau/controller/cluster/kubernetes/index.ts";
import { brownDirectory } from "@plateau/worker/data/tokenize/index.ts";
import { toolTimeoutMs } from "../tools/index.ts";
import { Bed, ownsCluster } from "./bed/index.ts";
import { startS3, type S3OfBed } from "./support/s3.ts";
import { until } from "./support/until.ts";

const run = promisify(execFile);
const namespace = "lab";
const root = join(import.meta.dirname, "..", "..");

(ownsCluster ? describe : describe.skip)("a scaling study in a bucket", () => {
  let bed: Bed;
  let s3: S3OfBed;
  beforeAll(async () => {
    bed = await Bed.start();
    await bed.createNamespace(namespace);
    s3 = await startS3(bed, namespace);
    await tokenizeInto(bed, s3);
    await bed.helmInstall("plateau", {
      values: {
        store: { baseUri: s3.baseUri, secret: s3.secret },
        networkPolicy: { storePorts: [s3.port] },
      },
    });
    await bed.kubectl(["rollout", "status", "deployment/plateau", "-n", "plateau-system", "--timeout=180s"]);
  }, toolTimeoutMs);
  afterAll(() => bed?.stop(), 60_000);

  const list = async <T extends KubeObject>(kind: string): Promise<T[]> =>
    (JSON.parse(await bed.kubectl(["get", kind, "-n", namespace, "-o", "json"])) as { items: T[] }).items;
  const inBucket = async (uri: string): Promise<string[]> =>
    readdir(join(s3.path, "..", uri.replace("s3://", ""), ".."), { recursive: true }).catch(() => []);

  it("reads its tokens and keeps every state there, and a worker that is killed goes on from it", async () => {
    await bed.apply(await smallStudy());
    await until(async () => (await list("pods")).length > 0, 60_000);
    const [pod] = await list<KubeObject>("pods");
    await bed.kubectl(["delete", "pod", pod!.metadata.name, "-n", namespace, "--grace-period=0", "--force"]);
    const points = ["wait", "scalingstudy/small", "-n", namespace, "--for=jsonpath={.status.pointsDone}=4"];
    await bed.kubectl([...points, "--timeout=400s"]);
    const study = await bed.get<ScalingStudy>("scalingstudy", "small", namespace);
    expect(study.status).toMatchObject({ pointsPlanned: 4, pointsDone: 4 });
    for (const { status } of await list<Cooldown>("cooldowns"))
      expect(Number(status?.finalLoss)).toBeGreaterThan(1);
    for (const { spec } of await list<Checkpoint>("checkpoints")) {
      expect(spec.manifest.uri.startsWith(`${s3.baseUri}/checkpoints/`)).toBe(true);
      expect((await inBucket(spec.manifest.uri)).length).toBeGreaterThan(1);
    }
  }, 500_000);

  it("removes what a Checkpoint has there when it is deleted", async () => {
    // Whoever may go on from a Checkpoint holds it.
    await bed.kubectl(["delete", "scalingstudy", "small", "-n", namespace, "--timeout=60s"]);
    await until(
      async () => (await list("cooldowns")).length + (await list("trainingruns")).length === 0,
      60_000,
    );
    const [one, other] = await list<Checkpoint>("checkpoints");
    await bed.kubectl(["delete", "checkpoint", one!.metadata.name, "-n", namespace, "--timeout=120s"]);
    expect(await inBucket(one!.spec.manifest.uri)).toEqual([]);
    expect((await inBucket(other!.spec.manifest.uri)).length).toBeGreaterThan(1);
  }, 180_000);
});

/** As a person does it, through the API server. */
async function tokenizeInto(bed: Bed, { baseUri, port }: S3OfBed): Promise<void> {
  const access = accessKubernetes({ kubeconfig: bed.kubeconfig, env: {} });
  const forwarded = await access.forward({ namespace: "storage", service: "s3", port });
  try {
    const secret = await bed.get<{ data: Record<string, string> }>("secret", "s3-key", namespace);
    const given = Object.entries(secret.data).map(([name, value]) => [
      name,
      Buffer.from(value, "base64").toString(),
    ]);
    const env = {
      ...process.env,
      ...Object.fromEntries(given),
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${forwarded.port}`,
    };
    const args = ["tokenize", "-i", brownDirectory(), "--format", "brown", "--out", `${baseUri}/data/brown`];
    await run(process.execPath, [join(root, "cli", "src", "main.ts"), ...args], { env });
  } finally {
    await forwarded.close();
    await access.close();
  }
}

/** The demo's study: its two smallest sizes, two short horizons. */
async function smallStudy(): Promise<object> {
  const study = parse(await readFile(join(root, "examples", "brown-study.yaml"), "utf8")) as ScalingStudy;
  const sizes = study.spec.sizes.slice(0, 2);
  const horizons = { tokens: ["200e3", "400e3"] };
  const spec = { ...study.spec, sizes, horizons };
  return { ...study, metadata: { name: "small", namespace }, spec };
}
