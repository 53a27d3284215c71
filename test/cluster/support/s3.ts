/** An S3 server in a pod of the bed, over a folder of this machine that tests can look into. */
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Bed } from "../bed/index.ts";
import { s3Archive, s3Image } from "./program-image.ts";

const bucket = "plateau";
const port = 7_070;
const key = { id: "bed-key", secret: "bed-secret" };

export interface S3OfBed {
  /** Below the bucket. */
  baseUri: string;
  port: number;
  /** Name of the Secret with what a client's environment needs. */
  secret: string;
  /** Where the bucket lies on this machine. */
  path: string;
}

/** Starts it in a namespace of its own and leaves the key in the namespace of runs. */
export async function startS3(bed: Bed, namespace: string): Promise<S3OfBed> {
  const own = "storage";
  await bed.loadImage(await s3Archive());
  await bed.createNamespace(own);
  const { claim, path } = await bed.createVolume("bucket", own);
  // A folder below the server's root is a bucket.
  const folder = join(path!, bucket);
  await mkdir(folder);
  await chmod(folder, 0o777);
  const labels = { app: "s3" };
  const metadata = { name: "s3", namespace: own };
  await bed.apply([
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ port, targetPort: port }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec(claim) },
      },
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s3-key", namespace },
      stringData: {
        AWS_ENDPOINT_URL_S3: `http://s3.${own}.svc:${port}`,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: key.id,
        AWS_SECRET_ACCESS_KEY: key.secret,
      },
    },
  ]);
  await bed.kubectl(["rollout", "status", "deployment/s3", "-n", own, "--timeout=120s"]);
  return { baseUri: `s3://${bucket}/lab`, port, secret: "s3-key", path: folder };
}

const podSpec = (claimName: string): object => ({
  automountServiceAccountToken: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65_532,
    fsGroup: 65_532,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [
    {
      name: "s3",
      image: `${s3Image.repository}:${s3Image.tag}`,
      imagePullPolicy: "IfNotPresent",
      args: ["--port", `0.0.0.0:${port}`, "--quiet", "posix", "/data"],
      env: [
        { name: "ROOT_ACCESS_KEY", value: key.id },
        { name: "ROOT_SECRET_KEY", value: key.secret },
      ],
      readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      volumeMounts: [{ name: "data", mountPath: "/data" }],
    },
  ],
  volumes: [{ name: "data", persistentVolumeClaim: { claimName } }],
});
