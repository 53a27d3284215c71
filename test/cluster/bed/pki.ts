/** Certificates of a bed: one authority, who the API server and kubelets are, and the kubeconfigs of those that speak to them. */
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { apiPort, apiServiceAddress, controlAddress, files, nodeAddress, nodeName } from "./layout.ts";

const run = promisify(execFile);

interface Subject {
  name: string;
  organization?: string;
  commonName: string;
  /** As openssl writes them, e.g. DNS:localhost. */
  alternativeNames?: string[];
  /** Address of the API server in its kubeconfig; none: it gets no kubeconfig. */
  server?: string;
}

const masters = "system:masters";
const hostsOfApi = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"].map(
  (name) => `DNS:${name}`,
);

const controlPlane: Subject[] = [
  {
    name: "apiserver",
    commonName: "kube-apiserver",
    alternativeNames: [...hostsOfApi, "IP:127.0.0.1", `IP:${apiServiceAddress}`, `IP:${controlAddress}`],
  },
  { name: "apiserver-kubelet", organization: masters, commonName: "kube-apiserver-kubelet" },
  { name: "front-proxy", commonName: "front-proxy-client" },
  { name: "admin", organization: masters, commonName: "admin", server: "127.0.0.1" },
  { name: "coredns", organization: masters, commonName: "coredns", server: "127.0.0.1" },
  { name: "controllers", commonName: "system:kube-controller-manager", server: "127.0.0.1" },
  { name: "scheduler", commonName: "system:kube-scheduler", server: "127.0.0.1" },
  { name: "proxy", commonName: "system:kube-proxy", server: controlAddress },
];

/** Writes everything for a bed with that many nodes into its folder `pki`. */
export async function writePki(folder: string, nodes: number, openssl: Openssl): Promise<void> {
  const pki = files(folder).pki;
  await mkdir(pki, { recursive: true, mode: 0o700 });
  await certify(pki, { name: "ca", commonName: "plateau-test-bed" }, openssl);
  const kubelets = Array.from({ length: nodes }, (_, at): Subject => {
    const name = nodeName(at + 1);
    const alternativeNames = [`DNS:${name}`, `IP:${nodeAddress(at + 1)}`];
    return {
      name,
      organization: "system:nodes",
      commonName: `system:node:${name}`,
      alternativeNames,
      server: controlAddress,
    };
  });
  for (const subject of [...controlPlane, ...kubelets]) {
    await certify(pki, subject, openssl);
    if (subject.server === undefined) continue;
    const kubeconfig = await kubeconfigOf(pki, subject.name, `https://${subject.server}:${apiPort}`);
    await writeFile(files(folder).kubeconfig(subject.name), kubeconfig, { mode: 0o600 });
  }
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await writeFile(join(pki, "sa.key"), privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  await writeFile(join(pki, "sa.pub"), publicKey.export({ type: "spki", format: "pem" }));
}

/** Kubeconfig (JSON, which is YAML) of a certificate in `pki`, for a server at the URL. */
export async function kubeconfigOf(pki: string, name: string, server: string): Promise<string> {
  const base64 = (file: string): Promise<string> => readFile(join(pki, file), "base64");
  const user = {
    "client-certificate-data": await base64(`${name}.crt`),
    "client-key-data": await base64(`${name}.key`),
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "bed", cluster: { server, "certificate-authority-data": await base64("ca.crt") } }],
    users: [{ name, user }],
    contexts: [{ name: "bed", context: { cluster: "bed", user: name } }],
    "current-context": "bed",
  });
}

/** How to call openssl: the environment that finds it and its libraries. */
export interface Openssl {
  env: NodeJS.ProcessEnv;
}

/** NAME.key and NAME.crt, signed by the authority; the authority itself if that is the name. */
async function certify(pki: string, subject: Subject, { env }: Openssl): Promise<void> {
  const { name, organization, commonName, alternativeNames = [] } = subject;
  const isAuthority = name === "ca";
  const config = join(pki, `${name}.cnf`);
  const lines = [
    "[req]",
    "prompt = no",
    "distinguished_name = subject",
    "x509_extensions = extensions",
    "[subject]",
    ...(organization === undefined ? [] : [`O = ${organization}`]),
    `CN = ${commonName}`,
    "[extensions]",
    `basicConstraints = critical, CA:${isAuthority ? "TRUE" : "FALSE"}`,
    ...(isAuthority ? [] : ["extendedKeyUsage = clientAuth, serverAuth"]),
    ...(alternativeNames.length === 0 ? [] : [`subjectAltName = ${alternativeNames.join(", ")}`]),
  ];
  await writeFile(config, `${lines.join("\n")}\n`);
  const args = ["req", "-x509", "-config", config, "-days", "30", "-nodes", "-newkey", "ec", "-pkeyopt"];
  args.push("ec_paramgen_curve:prime256v1", "-keyout", `${name}.key`, "-out", `${name}.crt`);
  if (!isAuthority) args.push("-CA", "ca.crt", "-CAkey", "ca.key");
  await run("openssl", args, { cwd: pki, env });
}
