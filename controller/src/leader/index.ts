/** Several replicas, one leader. */
export { Election, type ElectionOptions, type LeaseStore } from "./election.ts";
