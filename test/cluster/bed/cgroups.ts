/** Cgroups of the bed's nodes, below which kubelets make those of pods; version 1 and 2. The kernel's list is the machine's: what stays is removed from outside. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = "/sys/fs/cgroup";
const isUnified = (): boolean => existsSync(join(root, "cgroup.controllers"));
const delegated = ["cpu", "cpuset", "memory", "pids"];

/** Hierarchies: one in version 2, one for each controller in version 1. */
function hierarchies(): string[] {
  if (isUnified()) return [root];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, name));
}

export function makeCgroup(name: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, name), { recursive: true });
  if (isUnified()) {
    const all = delegated.map((controller) => `+${controller}`).join(" ");
    for (const group of [root, join(root, name)]) writeFileSync(join(group, "cgroup.subtree_control"), all);
    return;
  }
  // A version 1 cpuset starts empty, and nothing can run in it until it is filled.
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    writeFileSync(join(root, "cpuset", name, file), readFileSync(join(root, "cpuset", file), "utf8").trim());
  }
}

/** Removes all cgroups whose name starts so, from the leaves up. Their processes have ended. */
export function removeCgroups(prefix: string): void {
  for (const hierarchy of hierarchies()) {
    for (const name of readdirSync(hierarchy)) {
      if (name.startsWith(prefix)) removeTree(join(hierarchy, name));
    }
  }
}

function removeTree(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(group, entry.name));
  }
  rmdirSync(group);
}
