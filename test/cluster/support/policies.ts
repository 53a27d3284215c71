/** NetworkPolicies as their API defines them: the bed has no network plugin that enforces any, so what they let in is worked out. */
interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface Policy {
  metadata: { name: string; namespace: string };
  spec: {
    podSelector: Selector;
    policyTypes: string[];
    ingress?: {
      ports?: { port?: number }[];
      from?: { podSelector?: Selector; namespaceSelector?: Selector }[];
    }[];
  };
}

export interface Peer {
  namespace: string;
  namespaceLabels: Record<string, string>;
  labels: Record<string, string>;
}

/** Whether a pod is reached by another at a TCP port. Peers are pods: blocks of addresses count for nothing. */
export function letsIn(policies: readonly Policy[], from: Peer, to: Peer, port: number): boolean {
  const own = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === to.namespace &&
      spec.policyTypes.includes("Ingress") &&
      selects(spec.podSelector, to.labels),
  );
  if (own.length === 0) return true;
  return own.some(({ metadata, spec }) =>
    (spec.ingress ?? []).some(
      ({ ports, from: peers }) =>
        (!ports || ports.some((each) => each.port === undefined || each.port === port)) &&
        (!peers || peers.length === 0 || peers.some((peer) => isPeer(peer, from, metadata.namespace))),
    ),
  );
}

function isPeer(
  { podSelector, namespaceSelector }: { podSelector?: Selector; namespaceSelector?: Selector },
  from: Peer,
  own: string,
): boolean {
  if (!podSelector && !namespaceSelector) return false;
  const isThere = namespaceSelector
    ? selects(namespaceSelector, from.namespaceLabels)
    : from.namespace === own;
  return isThere && (!podSelector || selects(podSelector, from.labels));
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: Selector,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const isAmong = value !== undefined && values.includes(value);
      return operator === "In" ? isAmong : !isAmong;
    })
  );
}
