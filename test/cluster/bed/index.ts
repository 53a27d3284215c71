/**
 * A real Kubernetes for tests: a control plane and nodes with a real kubelet and containerd, in namespaces of their own, gone with the
 * process that started them. Or a cluster that is given (availability.ts).
 */
export { Bed, type Asked, type BedOptions, type HelmOptions, type Volume } from "./bed.ts";
export { ownsCluster, noCluster } from "./availability.ts";
export type { Faults, ProgramName } from "./faults.ts";
export { BedError, CommandError, PackageMissingError } from "./errors.ts";
