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
  const { type, reason, message, count, involvedObject } = event as KubeObject & {
    type?: string;
    reason?: string;
    message?: string;
    count?: number;
    involvedObject?: { uid?: string; kind?: string; name?: string };
  };
  const { uid = "", kind = "", name = "" } = involvedObject ?? {};
  return {
    at: lastTime(event),
    type: type ?? "Normal",
    reason: reason ?? "",
    message: clean(message ?? ""),
    count: count || 1,
    about: { uid, kind, name },
  };
}

/** Of either form: that of core/v1, or that of events.k8s.io, which a scheduler writes. */
function lastTime(event: KubeObject): string {
  const { lastTimestamp, eventTime, series, metadata } = event as KubeObject & {
    lastTimestamp?: string | null;
    eventTime?: string | null;
    series?: { lastObservedTime?: string };
  };
  return lastTimestamp ?? series?.lastObservedTime ?? eventTime ?? metadata.creationTimestamp;
}

/** Those about one of the objects, oldest first. */
export function eventsAbout(events: readonly KubeObject[], uids: ReadonlySet<string>): EventFacts[] {
  return events
    .map(eventFacts)
    .filter(({ about }) => uids.has(about.uid))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
