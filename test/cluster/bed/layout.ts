/** Addresses and files of a bed: the same in every bed, as each has a network and a folder of its own. */
import { join } from "node:path";

/** Of the control plane and DNS, on the bridge that nodes hang on. */
export const controlAddress = "10.100.0.1";
export const apiPort = 6443;
export const serviceRange = "10.96.0.0/16";
/** The first of the range: Service `kubernetes`. */
export const apiServiceAddress = "10.96.0.1";
export const podRange = "10.244.0.0/16";
export const pauseImage = "plateau/pause:1";

export const nodeName = (index: number): string => `node-${index}`;
export const nodeAddress = (index: number): string => `10.100.0.${index + 1}`;
export const podRangeOf = (index: number): string => `10.244.${index}.0/24`;

/** What the process inside the namespaces is told, as JSON. */
export interface Layout {
  /** Of the bed: everything it writes lies below. */
  folder: string;
  /** How many nodes, named node-1 and so on. */
  nodes: number;
  programs: Programs;
  /** Archives that every node's containerd imports as it starts, the pause image among them. */
  archives: string[];
}

export interface Programs {
  kubeall: string;
  coredns: string;
  /** Folder of the plugins bridge, host-local and loopback. */
  cni: string;
  /** Folders of containerd, runc, nft and others, as for PATH. */
  path: string;
  /** Folders of their libraries, as for LD_LIBRARY_PATH; empty if they are the system's. */
  libraries: string;
}

export const files = (folder: string) =>
  ({
    pki: join(folder, "pki"),
    logs: join(folder, "logs"),
    auditLog: join(folder, "logs", "audit.log"),
    /** Where the process inside forwards connections to the API server. */
    apiSocket: join(folder, "api.sock"),
    containerdSocket: (index: number) => join(folder, nodeName(index), "run", "containerd.sock"),
    kubeconfig: (name: string) => join(folder, "pki", `${name}.kubeconfig`),
  }) as const;

/** Name of the cgroups of a bed's node: the kernel's list of cgroups is the machine's. */
export const cgroupName = (folder: string, index: number): string =>
  `${folder.split("/").at(-1)}-${nodeName(index)}`;
