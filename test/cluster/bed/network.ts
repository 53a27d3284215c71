/** The bed's network: a bridge that the control plane sits on, and nodes behind it in network namespaces of their own. */
import { controlAddress, nodeAddress, nodeName, podRangeOf } from "./layout.ts";
import type { Programs } from "./program.ts";

const bridge = "nodes";

export async function startNetwork(programs: Programs): Promise<void> {
  const ip = (...args: string[]): Promise<string> => programs.run("ip", args);
  await ip("link", "set", "lo", "up");
  await ip("link", "add", bridge, "type", "bridge");
  await ip("address", "add", `${controlAddress}/24`, "dev", bridge);
  await ip("link", "set", bridge, "up");
}

/** A node's namespace: reached from the control plane and from the other nodes, its pods, too. */
export async function startNodeNetwork(index: number, nodes: number, programs: Programs): Promise<void> {
  const name = nodeName(index);
  const ip = (...args: string[]): Promise<string> => programs.run("ip", args);
  const inside = (...args: string[]): Promise<string> => ip("-netns", name, ...args);
  await ip("netns", "add", name);
  await ip("link", "add", `to-${name}`, "type", "veth", "peer", "name", "eth0", "netns", name);
  await ip("link", "set", `to-${name}`, "master", bridge, "up");
  await inside("link", "set", "lo", "up");
  await inside("address", "add", `${nodeAddress(index)}/24`, "dev", "eth0");
  await inside("link", "set", "eth0", "up");
  await inside("route", "add", "default", "via", controlAddress);
  for (let other = 1; other <= nodes; other++) {
    if (other !== index) await inside("route", "add", podRangeOf(other), "via", nodeAddress(other));
  }
  await ip("route", "replace", podRangeOf(index), "via", nodeAddress(index));
  const [command, ...args] = inNode(index, ["sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"]);
  await programs.run(command!, args);
}

/** The command that runs a command in the node's network. Not `ip netns exec`, which hides the cgroups. */
export function inNode(index: number, command: string[]): string[] {
  return ["nsenter", `--net=/run/netns/${nodeName(index)}`, ...command];
}

/** Takes a node off the bridge, or puts it back. */
export async function setNodeLink(index: number, state: "up" | "down", programs: Programs): Promise<void> {
  await programs.run("ip", ["link", "set", `to-${nodeName(index)}`, state]);
}
