/**
 * The CLI as `kubectl plateau` on a real API server whose statuses the test writes, as a controller would. One server for all of it, in
 * this order: an API server takes seconds to start, and some parts look at what others have made.
 */
import { afterAll, beforeAll, describe, jest } from "@jest/globals";
import { noTools, toolTimeoutMs } from "../../tools/index.ts";
import { PluginBench } from "./kubernetes/bench.ts";
import { kubectlOnOurKinds } from "./kubernetes/kubectl.ts";
import { lookingAndEditing } from "./kubernetes/looking-and-editing.ts";
import { modelsOfTheCluster } from "./kubernetes/models.ts";
import { remedies } from "./kubernetes/remedies.ts";
import { roles } from "./kubernetes/roles.ts";
import { running } from "./kubernetes/run.ts";
import { whichCluster } from "./kubernetes/which-cluster.ts";

/** Every test starts processes, on machines that may be busy. */
jest.setTimeout(120_000);

const onServer = noTools === undefined ? describe : describe.skip;

onServer(`the CLI on a real API server${noTools === undefined ? "" : `: ${noTools}`}`, () => {
  const bench = new PluginBench();
  beforeAll(() => bench.start(), toolTimeoutMs);
  afterAll(() => bench.stop());

  whichCluster(bench);
  remedies(bench);
  lookingAndEditing(bench);
  running(bench);
  roles(bench);
  kubectlOnOurKinds(bench);
  modelsOfTheCluster(bench);
});
