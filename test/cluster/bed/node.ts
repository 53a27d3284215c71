/** A node: containerd, kubelet and kube-proxy in a network namespace of their own. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeCgroup } from "./cgroups.ts";
import { flags, kubectlOf } from "./control-plane.ts";
import {
  cgroupName,
  controlAddress,
  files,
  nodeAddress,
  nodeName,
  pauseImage,
  podRange,
  podRangeOf,
  type Layout,
} from "./layout.ts";
import { inNode, startNodeNetwork } from "./network.ts";
import type { Programs } from "./program.ts";

/** Starts what needs no API server: the network and containerd, with the images that it is given. */
export async function startContainerd(index: number, layout: Layout, programs: Programs): Promise<void> {
  const { folder, archives, programs: paths } = layout;
  const name = nodeName(index);
  const at = join(folder, name);
  const socket = files(folder).containerdSocket(index);
  await startNodeNetwork(index, layout.nodes, programs);
  for (const inner of ["cni", "run", "containerd", "kubelet", "pod-logs"])
    await mkdir(join(at, inner), { recursive: true });
  await writeFile(join(at, "cni", "10-pods.conflist"), JSON.stringify(podNetwork(index, at)));
  const version = await programs.run("containerd", ["--version"]);
  const config = join(at, "containerd.toml");
  await writeFile(config, containerdConfig(at, socket, paths.cni, /\sv?1\./.test(version)));
  const [command, ...args] = inNode(index, ["containerd", "--config", config]);
  programs.start(`${name}-containerd`, command!, args);
  const ctr = ctrOf(index, layout, programs);
  await programs.until(`containerd of ${name}`, () => ctr("version"));
  for (const archive of archives) await ctr("images", "import", archive);
}

/** ctr on the images and containers of a node's pods. */
export function ctrOf(
  index: number,
  { folder }: Layout,
  programs: Programs,
): (...rest: string[]) => Promise<string> {
  const socket = files(folder).containerdSocket(index);
  return (...rest: string[]): Promise<string> =>
    programs.run("ctr", ["--address", socket, "--namespace", "k8s.io", ...rest]);
}

/** Starts kubelet and kube-proxy. Resolved when the node is Ready. */
export async function startKubelet(index: number, layout: Layout, programs: Programs): Promise<void> {
  const { folder, programs: paths } = layout;
  const name = nodeName(index);
  const at = join(folder, name);
  makeCgroup(cgroupName(folder, index));
  await writeFile(join(at, "kubelet.yaml"), JSON.stringify(kubeletConfig(index, layout)));
  await writeFile(join(at, "proxy.yaml"), JSON.stringify(proxyConfig(index, layout)));
  const kubelet = flags({
    config: join(at, "kubelet.yaml"),
    kubeconfig: files(folder).kubeconfig(name),
    "hostname-override": name,
    "node-ip": nodeAddress(index),
    "root-dir": join(at, "kubelet"),
    "cert-dir": join(at, "certificates"),
  });
  for (const [program, args] of [
    ["kubelet", kubelet],
    ["kube-proxy", flags({ config: join(at, "proxy.yaml") })],
  ] as const) {
    const [command, ...rest] = inNode(index, [paths.kubeall, program, ...args]);
    programs.start(`${name}-${program}`, command!, rest);
  }
  const kubectl = kubectlOf(layout, programs);
  await programs.until(`node ${name}`, () =>
    kubectl("wait", "--for=condition=Ready", `node/${name}`, "--timeout=2s"),
  );
}

function podNetwork(index: number, at: string): unknown {
  const ipam = {
    type: "host-local",
    ranges: [[{ subnet: podRangeOf(index) }]],
    routes: [{ dst: "0.0.0.0/0" }],
    dataDir: join(at, "ipam"),
  };
  const bridge = { type: "bridge", bridge: "pods", isGateway: true, ipMasq: false, hairpinMode: true, ipam };
  return { cniVersion: "1.0.0", name: "pods", plugins: [bridge] };
}

/** The rights to raise a process's place in the queue of the out-of-memory killer are not everywhere: it is not touched. */
function containerdConfig(at: string, socket: string, cni: string, isFirst: boolean): string {
  const start = `root = "${at}/containerd"\nstate = "${at}/run/state"\n[grpc]\n  address = "${socket}"\n`;
  const network = `bin_dir = "${cni}"\n    conf_dir = "${at}/cni"\n`;
  if (isFirst) {
    const cri = `plugins."io.containerd.grpc.v1.cri"`;
    return `version = 2\n${start}[${cri}]\n  restrict_oom_score_adj = true\n  sandbox_image = "${pauseImage}"\n  [${cri}.cni]\n    ${network}`;
  }
  const cri = `plugins."io.containerd.cri.v1`;
  return `version = 3
${start}[${cri}.images".pinned_images]
  sandbox = "${pauseImage}"
[${cri}.runtime"]
  restrict_oom_score_adj = true
  [${cri}.runtime".cni]
    ${network.replace(/bin_dir = (".*")/, "bin_dirs = [$1]")}`;
}

function kubeletConfig(index: number, { folder }: Layout): unknown {
  const { pki, containerdSocket } = files(folder);
  const name = nodeName(index);
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: nodeAddress(index),
    containerRuntimeEndpoint: `unix://${containerdSocket(index)}`,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(pki, "ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: join(pki, `${name}.crt`),
    tlsPrivateKeyFile: join(pki, `${name}.key`),
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${cgroupName(folder, index)}`,
    failCgroupV1: false,
    failSwapOn: false,
    clusterDomain: "cluster.local",
    clusterDNS: [controlAddress],
    healthzBindAddress: "127.0.0.1",
    // The disk is the machine's, and may be nearly full: no image is removed and no pod driven out for that.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "0%",
      "imagefs.available": "0%",
      "nodefs.inodesFree": "0%",
    },
    podLogsDir: join(folder, name, "pod-logs"),
    resolvConf: "",
  };
}

function proxyConfig(index: number, { folder }: Layout): unknown {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    clientConnection: { kubeconfig: files(folder).kubeconfig("proxy") },
    clusterCIDR: podRange,
    hostnameOverride: nodeName(index),
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}
