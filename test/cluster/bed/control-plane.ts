/** etcd, kube-apiserver, kube-controller-manager, kube-scheduler and CoreDNS, in the namespace's own network. */
import { writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { apiPort, controlAddress, files, serviceRange, type Layout } from "./layout.ts";
import type { Programs } from "./program.ts";

const etcd = "http://127.0.0.1:2379";
const etcdPeers = "http://127.0.0.1:2380";

/** Flags as Kubernetes' components take them. */
export const flags = (values: Record<string, string | number | boolean>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

/** Resolved when the API server is ready. */
export async function startApi(layout: Layout, programs: Programs): Promise<void> {
  startEtcd(layout, programs);
  await programs.until("etcd", () => answers(`${etcd}/health`));
  await writeFile(join(layout.folder, "audit.json"), JSON.stringify(auditPolicy));
  startApiServer(layout, programs);
  const kubectl = kubectlOf(layout, programs);
  await programs.until("kube-apiserver", () => kubectl("get", "--raw", "/readyz"));
}

/** Resolved when names are answered and a pod can be made: the default service account is there. */
export async function startControllers(layout: Layout, programs: Programs): Promise<void> {
  const { kubeall } = layout.programs;
  const { kubeconfig, pki } = files(layout.folder);
  const speaksAs = (name: string): Record<string, string> => ({
    kubeconfig: kubeconfig(name),
    "authentication-kubeconfig": kubeconfig(name),
    "authorization-kubeconfig": kubeconfig(name),
    "bind-address": "127.0.0.1",
    "leader-elect": "false",
  });
  programs.start("kube-controller-manager", kubeall, [
    "kube-controller-manager",
    ...flags({
      ...speaksAs("controllers"),
      "use-service-account-credentials": true,
      "service-account-private-key-file": join(pki, "sa.key"),
      "root-ca-file": join(pki, "ca.crt"),
      "cluster-signing-cert-file": join(pki, "ca.crt"),
      "cluster-signing-key-file": join(pki, "ca.key"),
      "allocate-node-cidrs": false,
    }),
  ]);
  programs.start("kube-scheduler", kubeall, ["kube-scheduler", ...flags(speaksAs("scheduler"))]);
  await startDns(layout, programs);
  await kubectlOf(layout, programs)("wait", "--for=create", "serviceaccount/default", "--timeout=60s");
}

export type Kubectl = (...args: string[]) => Promise<string>;

export function kubectlOf({ folder, programs: { kubeall } }: Layout, programs: Programs): Kubectl {
  const kubeconfig = files(folder).kubeconfig("admin");
  return (...args) => programs.run(kubeall, ["kubectl", "--kubeconfig", kubeconfig, ...args]);
}

function startEtcd({ folder, programs: { kubeall } }: Layout, programs: Programs): void {
  const values = {
    "data-dir": join(folder, "etcd"),
    "unsafe-no-fsync": true,
    "log-level": "warn",
    "listen-client-urls": etcd,
    "advertise-client-urls": etcd,
    "listen-peer-urls": etcdPeers,
    "initial-advertise-peer-urls": etcdPeers,
    "initial-cluster": `default=${etcdPeers}`,
  };
  programs.start("etcd", kubeall, ["etcd", ...flags(values)]);
}

/** Who asked for what: of service accounts only, so that a test can say which rights they use. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived", "ResponseStarted", "Panic"],
  rules: [{ level: "Metadata", userGroups: ["system:serviceaccounts"] }, { level: "None" }],
};

function startApiServer({ folder, programs: { kubeall } }: Layout, programs: Programs): void {
  const at = (name: string): string => join(files(folder).pki, name);
  const values = {
    "etcd-servers": etcd,
    "bind-address": "0.0.0.0",
    "advertise-address": controlAddress,
    "secure-port": apiPort,
    "endpoint-reconciler-type": "lease",
    "tls-cert-file": at("apiserver.crt"),
    "tls-private-key-file": at("apiserver.key"),
    "client-ca-file": at("ca.crt"),
    "kubelet-client-certificate": at("apiserver-kubelet.crt"),
    "kubelet-client-key": at("apiserver-kubelet.key"),
    "kubelet-certificate-authority": at("ca.crt"),
    "kubelet-preferred-address-types": "InternalIP,Hostname",
    "requestheader-client-ca-file": at("ca.crt"),
    "requestheader-allowed-names": "front-proxy-client",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-username-headers": "X-Remote-User",
    "proxy-client-cert-file": at("front-proxy.crt"),
    "proxy-client-key-file": at("front-proxy.key"),
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": at("sa.pub"),
    "service-account-signing-key-file": at("sa.key"),
    "service-cluster-ip-range": serviceRange,
    "authorization-mode": "Node,RBAC",
    // The second asks for the right to update finalizers of an owner that is to be blocked: careful clusters have it on.
    "enable-admission-plugins": "NodeRestriction,OwnerReferencesPermissionEnforcement",
    "audit-policy-file": join(folder, "audit.json"),
    "audit-log-path": files(folder).auditLog,
    "allow-privileged": true,
    "enable-aggregator-routing": true,
  };
  programs.start("kube-apiserver", kubeall, ["kube-apiserver", ...flags(values)]);
}

/** Names of Services and pods. Answers are not kept, so that a pod is found as soon as the API server knows it. */
async function startDns({ folder, programs: { coredns } }: Layout, programs: Programs): Promise<void> {
  const corefile = `.:53 {
  bind ${controlAddress}
  errors
  ready ${controlAddress}:8181
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${files(folder).kubeconfig("coredns")}
    pods verified
    ttl 0
  }
}
`;
  const file = join(folder, "Corefile");
  await writeFile(file, corefile);
  programs.start("coredns", coredns, ["-conf", file]);
  await programs.until("coredns", () => answers(`http://${controlAddress}:8181/ready`));
}

/** Rejects unless the address answers with 200. */
function answers(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`${url} answers ${response.statusCode}`));
    });
    request.on("error", reject);
  });
}
