/** The fixed places where containerd, runc, ip, kubelet and CNI plugins write: made the bed's own, in its mount namespace. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** Nothing that is there is needed. */
const emptied = ["/run", "/var/log"];
/** What is there stays to be read: a user's home may lie below. */
const covered = "/var/lib";

export function ownPlaces(): void {
  for (const place of emptied) execFileSync("mount", ["-t", "tmpfs", "tmpfs", place]);
  for (const folder of ["/run/netns", "/run/over/upper", "/run/over/work"])
    mkdirSync(folder, { recursive: true });
  const layers = `lowerdir=${covered},upperdir=/run/over/upper,workdir=/run/over/work`;
  execFileSync("mount", ["-t", "overlay", "overlay", "-o", layers, covered]);
}
