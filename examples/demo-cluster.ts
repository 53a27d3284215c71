/**
 * The demo on a real Kubernetes, made for it on this machine: chart installed, study applied with kubectl.
 *
 *   npm run demo:cluster      Linux, as root; the first time, building Kubernetes and Helm takes about 20 minutes
 *
 * The cluster stays until Ctrl-C and goes with everything in it.
 */
import { join } from "node:path";
import { systemTerminal } from "@plateau/cli/terminal.ts";
import { Bed, noCluster, type Volume } from "../test/cluster/bed/index.ts";
import { ensureCorpus } from "./corpus.ts";

const namespace = "default";
const study = join(import.meta.dirname, "brown-study.yaml");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const terminal = systemTerminal(process);
if (noCluster !== undefined) {
  say(noCluster);
  process.exit(2);
}
let bed: Bed | undefined;
const leave = async (code: number): Promise<never> => {
  await bed?.stop();
  process.exit(code);
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void leave(0));

try {
  say("Making images and a cluster of one node.");
  bed = await Bed.start();
  await bed.createNamespace(namespace);
  const volume = await bed.createVolume("plateau", namespace);
  await ensureCorpus(corpusIn(volume), terminal);
  say("$ helm install plateau charts/plateau");
  const values = { store: { claim: volume.claim, baseUri: "file:///var/lib/plateau" } };
  await bed.helmInstall("plateau", { values, flags: ["--wait=watcher", "--timeout=3m"] });
  say("$ kubectl apply -f examples/brown-study.yaml");
  say((await bed.kubectl(["apply", "-f", study])).trim());
  say(help(bed, await bed.toolsFolder(), volume));
  say("$ kubectl get scalingstudies --watch");
  // Ends with the cluster.
  await bed.follow(["get", "scalingstudies", "--watch", "-n", namespace]);
} catch (error) {
  say((error as Error).message);
  await leave(1);
}

function corpusIn({ path }: Volume): string {
  if (path === undefined) {
    throw new Error("The demo puts its text into a folder of this machine: unset PLATEAU_TEST_KUBECONFIG.");
  }
  return join(path, "data", "brown");
}

function help({ kubeconfig }: Bed, folder: string, volume: Volume): string {
  return `
The cluster is up. In another terminal:

  export KUBECONFIG=${kubeconfig} PATH=${folder}:$PATH
  kubectl get scalingstudies,trainingruns,cooldowns,checkpoints
  kubectl get jobs,pods,events
  kubectl describe scalingstudy brown
  kubectl wait --for=condition=Succeeded scalingstudy/brown --timeout=20m
  kubectl get scalingstudy brown -o yaml
  kubectl explain trainingrun.spec.optimizer
  kubectl plateau top
  kubectl plateau logs -f brown-l --rank all
  kubectl plateau report brown
  kubectl -n plateau-system logs -f deployment/plateau

Checkpoints lie in ${volume.path}. Ctrl-C ends the cluster with everything in it.
`;
}
