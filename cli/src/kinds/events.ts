/** Event objects, whose fields lie at the top level and are untyped in the cluster port. */
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { clean } from "../errors.ts";

export interface EventFacts {
  /** RFC 3339, of the last time. */
  at: string;
  type: string;
  reason: string;
  message: string;
  count: number;
  about: { uid: string; kind: string; name: string };
}

export function eventFacts(event: KubeObject): EventFacts {
  const { lastTimestamp, type, reason, message, count, involvedObject, metadata } = event as KubeObject & {
    lastTimestamp?: string;
    type?: string;
    reason?: string;
    message?: string;
    count?: number;
    involvedObject?: { uid?: string; kind?: string; name?: string };
  };
  const { uid = "", kind = "", name = "" } = involvedObject ?? {};
  return {
    at: lastTimestamp ?? metadata.creationTimestamp,
    type: type ?? "Normal",
    reason: reason ?? "",
    message: clean(message ?? ""),
    count: count ?? 1,
    about: { uid, kind, name },
  };
}

/** Those about one of the objects, oldest first. */
export function eventsAbout(events: readonly KubeObject[], uids: ReadonlySet<string>): EventFacts[] {
  return events
    .map(eventFacts)
    .filter(({ about }) => uids.has(about.uid))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
