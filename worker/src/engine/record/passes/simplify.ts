/**
 * Simplify: the passes that help every lowering, in the order in which each leaves work for the next.
 */
import type { Graph } from "../graph.ts";
import { forwardIdentities } from "./forward-identities.ts";
import { mergeDuplicates } from "./merge-duplicates.ts";
import { removeDead } from "./remove-dead.ts";

/** The same results, to the bit, from fewer nodes. */
export function simplify(graph: Graph): Graph {
  return removeDead(mergeDuplicates(forwardIdentities(graph)));
}
