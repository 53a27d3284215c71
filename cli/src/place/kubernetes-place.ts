/** A Kubernetes as a place: the context's cluster, with errors that say which cluster it was and what to do. */
import { join } from "node:path";
import type { ClusterError } from "@plateau/controller/cluster/errors.ts";
import { followRunLogs } from "../logs/kubernetes-logs.ts";
import type { Terminal } from "../terminal.ts";
import type { Choice } from "./choice.ts";
import { KubernetesEvents } from "./kubernetes-events.ts";
import { ToldHistory } from "./told-history.ts";
import type { Place } from "./place.ts";
import { withRemedy } from "./remedies.ts";

export async function withKubernetes<T>(
  choice: Extract<Choice, { kind: "kubernetes" }>,
  { env, cwd }: Pick<Terminal, "env" | "cwd">,
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const { kubeconfig, context, namespace } = choice;
  const { accessKubernetes } = await import("@plateau/controller/cluster/kubernetes/index.ts");
  const listeners: (() => void)[] = [];
  const access = accessKubernetes(
    {
      env,
      ...(env.HOME ? { homeFolder: env.HOME } : {}),
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    },
    {
      onWatchRestart: () => {
        for (const listener of listeners) listener();
      },
    },
  );
  const { cluster, openLog, forward } = access;
  const within = namespace ?? access.namespace;
  const label = `context "${access.context}" (${access.server})`;
  const events = new KubernetesEvents(choice.events, { cluster, forward, namespace: within, label });
  const history = new ToldHistory();
  try {
    return await use({
      kind: "kubernetes",
      cluster,
      history,
      load: async (run, types) => {
        const bus = await events.open();
        for await (const event of bus.read(run, types && { types })) history.take(event);
      },
      events: () => events.open(),
      hasEvents: () => events.isKnown(),
      eventsAddress: () => events.address(),
      namespace: within,
      isNamespaceGiven: namespace !== undefined,
      reports: join(cwd, "reports"),
      label,
      resolveUri: (uri) => (/^[a-z][a-z0-9+.-]*:\/\/|^\//i.test(uri) ? uri : undefined),
      onTrouble: (listener) => void listeners.push(listener),
      logs: (request) => followRunLogs({ cluster, openLog }, request),
    });
  } catch (error) {
    throw withRemedy(error as ClusterError, access);
  } finally {
    await events.close();
    await access.close();
  }
}
