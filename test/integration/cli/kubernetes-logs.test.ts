/** `kubectl plateau logs` through a real API server, from a node that cuts lines in half. */
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { noTools, toolTimeoutMs } from "../../tools/index.ts";
import { KubernetesPlace, refOf, runYaml, succeeded, training } from "./kubernetes-place.ts";
import { LogNode } from "./log-node.ts";
import { Workplace } from "./plateau.ts";

/** Every test starts processes, on machines that may be busy. */
jest.setTimeout(120_000);

const onServer = noTools === undefined ? describe : describe.skip;

onServer(`logs on a real API server${noTools === undefined ? "" : `: ${noTools}`}`, () => {
  let kubernetes: KubernetesPlace;
  let node: LogNode;
  let place: Workplace;

  beforeAll(async () => {
    kubernetes = await KubernetesPlace.start();
    await kubernetes.installKinds();
    node = await LogNode.start(kubernetes);
    place = new Workplace();
    place.env = { KUBECONFIG: kubernetes.server.kubeconfig };
  }, toolTimeoutMs);
  afterAll(async () => {
    place?.remove();
    await node?.stop();
    await kubernetes?.stop();
  });

  const makeRun = async (name: string): Promise<KubeObject> => {
    const [run] = await kubernetes.apply(runYaml(name));
    return kubernetes.setStatus(run!, { step: 1 }, training);
  };
  const finish = (run: KubeObject): Promise<KubeObject> => kubernetes.setStatus(run, { step: 9 }, succeeded);

  it("prints what there is: rank 0 plainly, several with their rank in front, and who has not started", async () => {
    const run = await makeRun("plain");
    const [first, second, third] = await Promise.all([0, 1, 2].map((rank) => node.addPod(run, { rank })));
    await node.setRunning(first!);
    await node.setRunning(second!);
    await node.setWaiting(third!, "ErrImagePull");
    node.write(first!, '{"event":"a"}', '{"event":"b"}');
    node.write(second!, '{"event":"c"}');
    const plain = await place.plugin("logs", "plain");
    expect([plain.code, plain.stdout, plain.stderr]).toEqual([0, '{"event":"a"}\n{"event":"b"}\n', ""]);
    const all = await place.plugin("logs", "trainingrun/plain", "--rank", "all");
    expect(all.stdout.split("\n").sort()).toEqual(
      ["", '[0] {"event":"a"}', '[0] {"event":"b"}', '[1] {"event":"c"}'].sort(),
    );
    expect(all.stderr).toBe("Rank 2 has not started: pod plain-1-2 is ErrImagePull.\n");
    const none = await place.plugin("logs", "plain", "--rank", "7");
    expect([none.code, none.stdout, none.stderr]).toEqual([0, "", "plain has no logs yet.\n"]);
  });

  it("follows all ranks through a cut in mid-line, each line once and whole, to the end of the run", async () => {
    const run = await makeRun("cut");
    const pods = await Promise.all([0, 1].map((rank) => node.addPod(run, { rank })));
    for (const pod of pods) await node.setRunning(pod);
    node.write(pods[0]!, "zero 1", "zero 2");
    node.write(pods[1]!, "one 1");
    const { result, wrote } = place.startPlugin("logs", "-f", "cut", "--rank", "all");
    await wrote(/zero 2[^]*one 1|one 1[^]*zero 2/);
    await node.cutWhileWriting(pods[0]!, "zero 3 is a long line that is cut in the middle");
    await wrote("cut in the middle");
    await node.cutWhileWriting(pods[1]!, "one 2");
    node.write(pods[1]!, "one 3");
    await wrote("one 3");
    node.write(pods[0]!, "zero 4");
    for (const pod of pods) await node.end(pod, 0);
    await finish(run);
    const { code, stdout, stderr } = await result;
    expect([code, stderr]).toEqual([0, ""]);
    const of = (rank: number): string[] => stdout.split("\n").filter((line) => line.startsWith(`[${rank}]`));
    expect(of(0)).toEqual([
      "[0] zero 1",
      "[0] zero 2",
      "[0] zero 3 is a long line that is cut in the middle",
      "[0] zero 4",
    ]);
    expect(of(1)).toEqual(["[1] one 1", "[1] one 2", "[1] one 3"]);
  });

  it("goes on with the pod that replaces one, and with one that starts later", async () => {
    const run = await makeRun("replaced");
    const lost = await node.addPod(run, { rank: 0 });
    const { result, said, wrote } = place.startPlugin("logs", "-f", "replaced");
    await node.setRunning(lost);
    node.write(lost, "before");
    await wrote("before");
    await node.end(lost, 1);
    const next = await node.addPod(run, { rank: 0, attempt: 2 });
    await kubernetes.cluster.delete(refOf(lost));
    await node.setRunning(next);
    await said("Rank 0 goes on in pod replaced-2-0, after replaced-1-0.");
    node.write(next, "after");
    await wrote("after");
    await node.end(next, 0);
    await finish(run);
    const { code, stdout } = await result;
    expect([code, stdout]).toEqual([0, "before\nafter\n"]);
  });

  it("goes on after the API server was killed and started again", async () => {
    const run = await makeRun("restart");
    const pod = await node.addPod(run, { rank: 0 });
    await node.setRunning(pod);
    node.write(pod, "one");
    const { process: child, result, said, wrote } = place.startPlugin("logs", "-f", "restart");
    await wrote("one");
    await kubernetes.server.restartApiServer();
    node.write(pod, "two");
    await said("trying again");
    expect(await wrote("two")).toBe("one\ntwo\n");
    child.kill("SIGINT");
    expect((await result).code).toBe(130);
  });

  it("knows which run is meant, or says what to write", async () => {
    const missing = await place.plugin("logs", "nothing");
    expect([missing.code, missing.stderr]).toEqual([
      1,
      'error: TrainingRun or Cooldown "nothing" does not exist in namespace default; "kubectl plateau get trainingruns" lists what does. (E_NOT_FOUND)\n',
    ]);
    const study = await place.plugin("logs", "study/nothing");
    expect([study.code, study.stderr]).toEqual([2, expect.stringContaining("A ScalingStudy has no workers")]);
    const rank = await place.plugin("logs", "plain", "--rank", "first");
    expect([rank.code, rank.stderr]).toEqual([2, expect.stringContaining('or "all"')]);
  });
});
