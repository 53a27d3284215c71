/** A container's log over the API server, as it is written: one request, ended by either side. Whoever follows begins again. */
import type { Connection } from "./connection.ts";

export interface PodLogRequest {
  namespace: string;
  pod: string;
  container: string;
  follow: boolean;
  /** RFC 3339: only lines from this second on. */
  sinceTime?: string;
  signal: AbortSignal;
}

/**
 * Text in chunks that end anywhere; each line begins with its time (RFC 3339, nanoseconds) and a blank.
 *
 * @throws ClusterError E_NOT_FOUND: no such pod; E_INVALID: its container has not started; E_FORBIDDEN; E_UNAVAILABLE: the API
 *   server or the pod's node cannot be reached. A cut connection throws what the socket says.
 */
export async function openPodLog(
  connection: Connection,
  { namespace, pod, container, follow, sinceTime, signal }: PodLogRequest,
): Promise<AsyncIterable<string>> {
  const response = await connection.open({
    method: "GET",
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`,
    query: { container, timestamps: "true", sinceTime, follow: follow ? "true" : undefined },
    asked: `read the log of Pod ${namespace}/${pod}`,
    signal,
  });
  response.setEncoding("utf8");
  return response as AsyncIterable<string>;
}
