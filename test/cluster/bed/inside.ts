/**
 * The process inside the bed's namespaces: brings the cluster up, says "ready" on stdout, makes what fails fail (faults.ts), and
 * lives until its stdin closes. Its end is the cluster's: the kernel ends every process of the namespace and drops its network and
 * mounts.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { startApi, startControllers } from "./control-plane.ts";
import { answer } from "./faults.ts";
import { apiPort, files, type Layout } from "./layout.ts";
import { startNetwork } from "./network.ts";
import { startContainerd, startKubelet } from "./node.ts";
import { ownPlaces } from "./places.ts";
import { Programs } from "./program.ts";
import { relay } from "./relay.ts";

const layout = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Layout;

const { path, libraries } = layout.programs;
const env = { ...process.env, PATH: path, ...(libraries === "" ? {} : { LD_LIBRARY_PATH: libraries }) };
const programs = new Programs(files(layout.folder).logs, env);
createInterface(process.stdin)
  .on("line", (line) => void answer(line, layout, programs).then((words) => console.log(words)))
  .on("close", () => process.exit(0));
const started = performance.now();
const tell = (what: string): void => console.log(`${what} ${Math.round(performance.now() - started)}`);

try {
  ownPlaces();
  await startNetwork(programs);
  const indices = Array.from({ length: layout.nodes }, (_, at) => at + 1);
  const each = (start: typeof startKubelet, what: string): Promise<void>[] =>
    indices.map((index) => start(index, layout, programs).then(() => tell(`${what}-${index}`)));
  const kubelets = (): Promise<void[]> => Promise.all(each(startKubelet, "node"));
  const api = startApi(layout, programs).then(() => tell("api"));
  const controllers = api.then(() => startControllers(layout, programs)).then(() => tell("controllers"));
  await Promise.all([controllers, Promise.all([api, ...each(startContainerd, "containerd")]).then(kubelets)]);
  await relay({ path: files(layout.folder).apiSocket }, { host: "127.0.0.1", port: apiPort });
  tell("ready");
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
