/** The CLI as `kubectl plateau` on a real API server whose statuses the test writes, as a controller would. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { apiVersion, type ScalingStudy } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { planOf } from "@plateau/controller/reconcile/scaling-study/plan.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { llamaConfig } from "@plateau/proto";
import { openStore, saveCheckpoint } from "@plateau/worker/checkpoint/index.ts";
import { checkpointContents } from "@plateau/worker/huggingface/index.ts";
import { createModel, initialize } from "@plateau/worker/models/index.ts";
import { parse } from "yaml";
import type { RunRow } from "@plateau/cli/top/rows.ts";
import { chartFolder } from "../../chart/support/render.ts";
import { eventually } from "../../fixtures/api-server.ts";
import { commandOf } from "../../fixtures/control-plane-programs.ts";
import { ensureTool, noTools, toolTimeoutMs } from "../../tools/index.ts";
import { KubernetesPlace, refOf, runYaml, succeeded, training } from "./kubernetes-place.ts";
import { pluginBinary, Workplace, type Result } from "./plateau.ts";

/** Every test starts processes, on machines that may be busy. */
jest.setTimeout(120_000);

const onServer = noTools === undefined ? describe : describe.skip;

const study = `
apiVersion: plateau.dev/v1alpha1
kind: ScalingStudy
metadata: { name: tiny }
spec:
  sizes:
    - { name: xs, layers: 1, width: 16, heads: 2 }
    - { name: s, layers: 1, width: 32, heads: 2 }
    - { name: m, layers: 2, width: 64, heads: 2 }
  horizons: { tokens: ["16e3", "32e3", "64e3"] }
  runTemplate:
    spec:
      model: { family: Llama, context: 16, vocabulary: 64, tieEmbeddings: true }
      data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 17 }
      optimizer: { name: AdamW, learningRate: "4e-3" }
      schedule: { warmupSteps: 10 }
      batch: { sequences: 16, sequenceLength: 16, shards: 2 }
      workers: { count: 2 }
      checkpoints: { store: { uri: checkpoints }, everySteps: 20 }
  cooldownTemplate: { spec: { workers: { count: 2 } } }
  fit: { resamples: 20 }
`;

onServer(`the CLI on a real API server${noTools === undefined ? "" : `: ${noTools}`}`, () => {
  let kubernetes: KubernetesPlace;
  let place: Workplace;
  let withoutKinds: Result;
  const kubectl = (...args: string[]): Promise<string> => kubernetes.server.kubectl(args);

  /** A kubeconfig like the server's, with some of it changed. */
  const kubeconfig = (name: string, change: (config: Kubeconfig) => void): string => {
    const config = JSON.parse(readFileSync(kubernetes.server.kubeconfig, "utf8")) as Kubeconfig;
    change(config);
    const path = join(place.directory, name);
    writeFileSync(path, JSON.stringify(config));
    return path;
  };

  beforeAll(async () => {
    kubernetes = await KubernetesPlace.start();
    place = new Workplace();
    place.env = { KUBECONFIG: kubernetes.server.kubeconfig, HOME: place.directory };
    withoutKinds = await place.plugin("get", "trainingruns");
    await kubernetes.installKinds();
    await kubectl("create", "namespace", "team");
  }, toolTimeoutMs);
  afterAll(async () => {
    place?.remove();
    await kubernetes?.stop();
  });

  describe("which cluster", () => {
    beforeAll(async () => {
      await kubernetes.apply(runYaml("here"));
      await kubernetes.apply(runYaml("there"), "team");
    });

    it("is the kubeconfig's as the plugin, with the namespace of the context unless -n names another", async () => {
      const names = async (...args: string[]): Promise<string> =>
        (await place.plugin("get", "trun", "-o", "name", ...args)).stdout;
      expect(await names()).toContain("trainingrun/here\n");
      expect(await names("-n", "team")).toBe("trainingrun/there\n");
      const file = kubeconfig("two", (config) => {
        config.contexts.push({
          name: "team",
          context: { ...config.contexts[0]!.context, namespace: "team" },
        });
      });
      expect(await names("--kubeconfig", file, "--context", "team")).toBe("trainingrun/there\n");
      const all = await place.plugin("get", "trun", "-A");
      expect(all.stdout).toMatch(/^NAMESPACE +NAME +STATE[^]*^default +here [^]*^team +there /m);
    });

    it("is the home as plateau, whatever KUBECONFIG says, until an option names a Kubernetes", async () => {
      const home = await place.run("get", "trun");
      expect([home.code, home.stderr]).toEqual([1, expect.stringContaining("There is no cluster at")]);
      expect((await place.run("get", "trun", "--kubernetes", "-o", "name")).stdout).toContain(
        "trainingrun/here\n",
      );
      expect((await place.plugin("get", "trun", "--home", "none")).stderr).toContain(
        "There is no cluster at",
      );
      const both = await place.run("get", "trun", "--home", "x", "--context", "x");
      expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("leave one of them out")]);
    });
  });

  describe("what stands in the way is said with its remedy", () => {
    it("kinds that are not installed", () => {
      expect([withoutKinds.code, withoutKinds.stderr]).toEqual([
        1,
        expect.stringMatching(
          /does not serve TrainingRun.*Install the chart.*context "x".*--context.*\(E_NO_KIND\)/,
        ),
      ]);
    });

    it("no kubeconfig at all, or none where one was named", async () => {
      const { KUBECONFIG: _, ...env } = place.env;
      const empty = new Workplace();
      empty.env = { ...env, HOME: empty.directory };
      const none = await empty.plugin("get", "trun");
      empty.remove();
      expect([none.code, none.stderr]).toEqual([
        2,
        expect.stringMatching(/There is no kubeconfig.*--kubeconfig\. \(E_KUBECONFIG\)/),
      ]);
      const named = await place.plugin("get", "trun", "--kubeconfig", "nowhere");
      expect([named.code, named.stderr]).toEqual([2, expect.stringMatching(/no kubeconfig at .*nowhere/)]);
    });

    it("a kubeconfig in the user's home is found without being named", async () => {
      const { KUBECONFIG: config, ...env } = place.env;
      const user = new Workplace();
      mkdirSync(join(user.directory, ".kube"));
      writeFileSync(join(user.directory, ".kube", "config"), readFileSync(config!));
      user.env = { ...env, HOME: user.directory };
      const { code, stdout } = await user.plugin("get", "trun", "-o", "name");
      user.remove();
      expect([code, stdout]).toEqual([0, expect.stringContaining("trainingrun/here")]);
    });

    it("a context that is not there", async () => {
      const { code, stderr } = await place.plugin("get", "trun", "--context", "prod");
      expect([code, stderr]).toEqual([2, expect.stringMatching(/has no context "prod"\. There are: x\./)]);
    });

    it("a server that cannot be reached", async () => {
      const file = kubeconfig("dead", (config) => {
        config.clusters[0]!.cluster.server = "https://127.0.0.1:1";
      });
      const { code, stderr } = await place.plugin("top", "--kubeconfig", file);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(
          /cannot be reached.*context "x" \(https:\/\/127\.0\.0\.1:1\).*\(E_UNAVAILABLE\)/,
        ),
      ]);
    });

    it("a user without the right, and credentials that are not accepted", async () => {
      const nobody = kubeconfig(
        "nobody",
        (config) => (config.users[0]!.user = { token: "test-token", as: "nobody" }),
      );
      const forbidden = await place.plugin("get", "trun", "--kubeconfig", nobody);
      expect([forbidden.code, forbidden.stderr]).toEqual([
        1,
        expect.stringMatching(
          /User "nobody" cannot list resource.*role view, edit or admin.*\(E_FORBIDDEN\)/,
        ),
      ]);
      const wrong = kubeconfig("wrong", (config) => (config.users[0]!.user = { token: "old" }));
      const refused = await place.plugin("logs", "-f", "here", "--kubeconfig", wrong);
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringMatching(/log in again.*\(E_FORBIDDEN\)/),
      ]);
    });

    it("a namespace that is not there, or another than the manifest's", async () => {
      const file = join(place.directory, "run.yaml");
      writeFileSync(file, runYaml("lost"));
      const missing = await place.plugin("run", "-f", file, "-n", "nowhere");
      expect([missing.code, missing.stderr]).toEqual([
        1,
        expect.stringContaining('make the namespace with "kubectl create namespace"'),
      ]);
      writeFileSync(file, runYaml("lost").replace("name: lost", "name: lost, namespace: team"));
      const other = await place.plugin("run", "-f", file, "-n", "default");
      expect([other.code, other.stderr]).toEqual([
        2,
        expect.stringContaining('TrainingRun "lost" is of namespace team, but -n says default'),
      ]);
    });
  });

  describe("looking and editing", () => {
    let run: KubeObject;

    beforeAll(async () => {
      [run] = (await kubernetes.apply(runYaml("one"))) as [KubeObject];
      run = await kubernetes.setStatus(
        run,
        {
          step: 250,
          stopAtStep: 1000,
          loss: "2.345678",
          progress: "25 %",
          readyWorkers: 1,
          workers: "1/2",
          attempt: 2,
          tokens: "32000",
          flops: "1.5e12",
          tokensPerSecond: "51200",
          selector: `${labels.runUid}=${run.metadata.uid}`,
        },
        training,
      );
    });

    it("shows the columns that kubectl shows", async () => {
      const cells = (table: string): (string[] | undefined)[] =>
        table
          .split("\n")
          .filter((line) => /^(NAME|one) /.test(line))
          .map((line) => line.split(/ {2,}/).slice(0, -1));
      const ours = (await place.plugin("get", "trainingruns")).stdout;
      expect(cells(ours)).toEqual(cells(await kubectl("get", "trainingruns")));
      expect(cells(ours)[1]).toEqual(["one", "Training", "250", "2.345678", "25 %", "1/2"]);
    });

    it("goes on with every change until Ctrl-C", async () => {
      const {
        process: child,
        result,
        wrote,
      } = place.startPlugin("get", "trun", "one", "--watch", "-o", "json");
      await wrote(/"step": 250/);
      await kubernetes.setStatus(run, { ...(run.status as object), step: 251 }, training);
      await wrote(/"step":251/);
      child.kill("SIGINT");
      expect((await result).code).toBe(130);
      await kubernetes.setStatus(run, run.status as Record<string, unknown>, training);
    });

    it("describes an object with the events about it", async () => {
      await kubernetes.cluster.create({
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: "one.1", namespace: "default" },
        involvedObject: {
          apiVersion,
          kind: "TrainingRun",
          namespace: "default",
          name: "one",
          uid: run.metadata.uid,
        },
        type: "Warning",
        reason: "GangRestarted",
        message: "Rank 1 was lost.",
        lastTimestamp: new Date().toISOString(),
        count: 3,
      });
      const { stdout } = await place.plugin("describe", "trun", "one");
      expect(stdout).toMatch(/^ {2}Progressing +True +Training +\d+s +Training\.$/m);
      expect(stdout).toMatch(/GangRestarted {2}Rank 1 was lost\. \(×3\)$/m);
      expect(await kubectl("describe", "trun", "one")).toMatch(/Warning +GangRestarted .*Rank 1 was lost\./);
    });

    it("shows runs and ranks at the top: numbers, nodes and what a rank waits for", async () => {
      for (const rank of [0, 1]) {
        const pod = await kubernetes.cluster.create({
          apiVersion: "v1",
          kind: "Pod",
          metadata: {
            name: `one-2-${rank}`,
            namespace: "default",
            labels: {
              [labels.name]: "plateau-worker",
              [labels.runUid]: run.metadata.uid,
              [labels.completionIndex]: String(rank),
            },
          },
          spec: {
            ...(rank === 0 ? { nodeName: "node-a" } : {}),
            containers: [{ name: "worker", image: "w" }],
          },
        });
        const state = rank === 0 ? { running: {} } : { waiting: { reason: "ErrImagePull" } };
        await kubernetes.cluster.updateStatus(refOf(pod), {
          phase: rank === 0 ? "Running" : "Pending",
          containerStatuses: [
            {
              name: "worker",
              image: "w",
              imageID: "w",
              ready: rank === 0,
              restartCount: rank,
              state,
              lastState: {},
            },
          ],
        });
      }
      const { code, stdout } = await place.plugin("top", "one");
      expect(code).toBe(0);
      const [head, first, ...ranks] = stdout.trimEnd().split("\n");
      expect(head?.split(/ +/)).toEqual(["NAME", "STATE", "STEP", "LOSS", "TOK/S", "RANKS", "AGE", "NODE"]);
      expect(first).toMatch(/^one +Training \(start 2\) +250\/1000 +2\.346 +51\.2k +1\/2 +\d+s$/);
      expect(ranks).toEqual([
        expect.stringMatching(/^├ 0 {2}one-2-0 +Running +\d+s +node-a$/),
        expect.stringMatching(/^└ 1 {2}one-2-1 +ErrImagePull \(1 restart\) +\d+s +–$/),
      ]);
      const rows = JSON.parse((await place.plugin("top", "one", "-o", "json")).stdout) as RunRow[];
      expect(rows[0]).toMatchObject({
        name: "one",
        step: 250,
        loss: 2.345678,
        tokensPerSecond: 51200,
        ranksReady: 1,
      });
      expect(rows[0]?.ranks.map(({ node, state }) => [node, state])).toEqual([
        ["node-a", "Running"],
        [undefined, "ErrImagePull"],
      ]);
      const missing = await place.plugin("top", "two");
      expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('no Cooldown "two"')]);
    });

    it("scales without taking the other fields from who set them, as kubectl does", async () => {
      const { code, stdout } = await place.plugin("scale", "one", "--workers", "3");
      expect([code, stdout]).toEqual([0, "TrainingRun one: 2 → 3 workers\n"]);
      const managers = JSON.parse(
        await kubectl("get", "trun", "one", "-o", "json", "--show-managed-fields"),
      ) as { metadata: { managedFields: { manager: string; fieldsV1: object }[] } };
      const owned = managers.metadata.managedFields.find(({ manager }) => manager === "plateau-scale");
      expect(owned?.fieldsV1).toEqual({ "f:spec": { "f:workers": { "f:count": {} } } });
      await kubectl("scale", "trainingrun/one", "--replicas=4");
      const now = await kubernetes.cluster.get(refOf(run));
      expect((now!.spec as { workers: { count: number } }).workers.count).toBe(4);
      const tooMany = await place.plugin("scale", "one", "--workers", "5");
      expect([tooMany.code, tooMany.stderr]).toEqual([
        1,
        expect.stringMatching(/batch\.shards.*\(E_INVALID\)/s),
      ]);
    });

    it("deletes", async () => {
      await kubernetes.apply(runYaml("gone"));
      const { code, stdout } = await place.plugin("delete", "trun", "gone");
      expect([code, stdout]).toEqual([0, "TrainingRun gone deleted\n"]);
      expect(await kubectl("get", "trun", "gone", "--ignore-not-found")).toBe("");
    });

    it("says what only a home can draw", async () => {
      const { code, stderr } = await place.plugin("report", "run/one", "run/here");
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/every step.*"kubectl plateau top".*\(E_NO_HISTORY\)/s),
      ]);
    });
  });

  describe("run", () => {
    it("watches a run to its end; Ctrl-C leaves it running and says how to watch again", async () => {
      writeFileSync(join(place.directory, "watched.yaml"), runYaml("watched"));
      const left = place.startPlugin("run", "-f", "watched.yaml", "-n", "team");
      await left.said("TrainingRun watched created");
      await left.said("TrainingRun watched: ");
      left.process.kill("SIGINT");
      const { code, stderr } = await left.result;
      expect([code, stderr]).toEqual([
        130,
        expect.stringContaining(
          "goes on in the cluster. To watch again: kubectl plateau run -f watched.yaml -n team\n",
        ),
      ]);
      const ref = { apiVersion, kind: "TrainingRun", namespace: "team", name: "watched" };
      const run = (await kubernetes.cluster.get(ref))!;
      expect(run.metadata.deletionTimestamp).toBeUndefined();
      await kubernetes.setStatus(run, { step: 10, stopAtStep: 1000, attempt: 1, loss: "2.5" }, training);
      const again = place.startPlugin("run", "-f", "watched.yaml", "-n", "team");
      await again.said(/watched 1 % loss 2\.500/);
      await kubernetes.setStatus(run, { step: 1000, stopAtStep: 1000, attempt: 1, loss: "1.25" }, succeeded);
      const end = await again.result;
      expect([end.code, end.stdout]).toEqual([
        0,
        "TrainingRun watched is done: training loss 1.250 at step 1000.\n",
      ]);
    });

    it("ends with exit code 1 and the reason if it fails, at once", async () => {
      writeFileSync(join(place.directory, "fails.yaml"), runYaml("fails"));
      const { result, said } = place.startPlugin("run", "-f", "fails.yaml");
      await said("TrainingRun fails created");
      const run = (await kubernetes.cluster.get({
        apiVersion,
        kind: "TrainingRun",
        namespace: "default",
        name: "fails",
      }))!;
      await kubernetes.setStatus(run, { step: 3 }, [
        "Failed",
        "True",
        "Diverged",
        "The loss is not finite at step 3.",
      ]);
      const { code, stderr } = await result;
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining("TrainingRun fails: The loss is not finite at step 3."),
      ]);
    });

    it("goes on watching after the API server was killed and started again", async () => {
      writeFileSync(join(place.directory, "outlives.yaml"), runYaml("outlives"));
      const { result, said } = place.startPlugin("run", "-f", "outlives.yaml");
      await said("TrainingRun outlives: ");
      await kubernetes.server.restartApiServer();
      const ref = { apiVersion, kind: "TrainingRun", namespace: "default", name: "outlives" };
      const run = await eventually(() => kubernetes.cluster.get(ref), 60_000);
      await kubernetes.setStatus(run!, { step: 1000, loss: "1.5", attempt: 1 }, succeeded);
      const { code, stdout, stderr } = await result;
      expect([code, stdout]).toEqual([0, expect.stringContaining("outlives is done")]);
      expect(stderr).toContain("The API server does not answer; trying again.");
    });

    it("applies and leaves with --detach, over what kubectl has applied before", async () => {
      const file = join(place.directory, "detached.yaml");
      writeFileSync(file, runYaml("detached"));
      await kubectl("apply", "-f", file);
      writeFileSync(file, runYaml("detached").replace("count: 2", "count: 1"));
      const { code, stderr } = await place.plugin("run", "-f", "detached.yaml", "--detach");
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/^TrainingRun detached changed\nApplied to context "x"/),
      ]);
    });

    it("tells a study's law at its end, and report writes it with a word on what is not there", async () => {
      writeFileSync(join(place.directory, "tiny.yaml"), study);
      const { result, said } = place.startPlugin("run", "-f", "tiny.yaml");
      await said("ScalingStudy tiny created");
      const made = (await kubernetes.cluster.get({
        apiVersion,
        kind: "ScalingStudy",
        namespace: "default",
        name: "tiny",
      }))!;
      await kubernetes.setStatus(made, studyStatus(made as ScalingStudy), ["Succeeded", "True", "Fitted"]);
      const { code, stdout } = await result;
      expect(code).toBe(0);
      expect(stdout).toMatch(/L\(N, D\)[^]*FLOPs spent 1\.00e12/);
      const page = join(place.directory, "reports", "tiny.html");
      expect(stdout).toContain(`Report  ${page}`);
      const report = await place.plugin("report", "tiny", "-o", "tiny.html");
      expect([report.code, report.stderr]).toEqual([
        0,
        expect.stringMatching(/^Loss curves .* --events says where that is\.\n$/),
      ]);
      expect(readFileSync(join(place.directory, "tiny.html"), "utf8")).toContain("9 of 9 points");
    });

    it("plans without measuring this machine", async () => {
      const { code, stdout, stderr } = await place.plugin("plan", "-f", "tiny.yaml");
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/^No time is given: the cluster has no finished run/),
      ]);
      expect(stdout).toMatch(/^xs +4\.35k +200 steps/m);
    });
  });

  describe("as a user with the chart's roles", () => {
    let viewer: string;
    let editor: string;

    beforeAll(async () => {
      const roles = join(place.directory, "roles.yaml");
      const render = ["template", "plateau", chartFolder, "--show-only", "templates/rbac/users.yaml"];
      writeFileSync(roles, (await promisify(execFile)(await ensureTool("helm"), render)).stdout);
      await kubectl("apply", "-f", roles);
      await kubernetes.server.startControllers(["clusterrole-aggregation-controller"]);
      for (const role of ["view", "edit"]) {
        await kubectl(
          "create",
          "rolebinding",
          role,
          `--clusterrole=${role}`,
          `--user=${role}er`,
          "-n",
          "team",
        );
        // The controller joins our rules to Kubernetes' own role.
        await eventually(async () => {
          const rules = await kubectl("get", "clusterrole", role, "-o", "json");
          if (!rules.includes('"trainingruns"')) throw new Error(`${role} is not joined yet`);
        }, 60_000);
      }
      const as = (user: string): string =>
        kubeconfig(user, (config) => {
          config.users[0]!.user = { token: "test-token", as: user };
          config.contexts[0]!.context["namespace"] = "team";
        });
      [viewer, editor] = [as("viewer"), as("editer")];
      await kubernetes.apply(runYaml("seen"), "team");
    }, toolTimeoutMs);

    it.each([
      ["get", ["get", "trun"]],
      ["describe", ["describe", "trun", "seen"]],
      ["top", ["top", "seen"]],
      ["logs", ["logs", "seen", "--rank", "all"]],
      ["plan", ["plan", "-f", "tiny.yaml"]],
    ])("view in the namespace is enough for %s", async (_name, args) => {
      const { code, stderr } = await place.plugin(...args, "--kubeconfig", viewer);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
    });

    it.each([
      ["scale", ["scale", "seen", "--workers", "1"]],
      ["run", ["run", "-f", "detached.yaml", "--detach"]],
      ["delete", ["delete", "trun", "seen"]],
    ])("%s needs edit", async (_name, args) => {
      const refused = await place.plugin(...args, "--kubeconfig", viewer);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("(E_FORBIDDEN)")]);
      const done = await place.plugin(...args, "--kubeconfig", editor);
      expect([done.code, done.stderr]).toEqual([0, expect.not.stringContaining("error")]);
    });
  });

  describe("kubectl on our kinds", () => {
    it("finds the plugin by its name, and hands it its options", async () => {
      const commands = join(place.directory, "bin");
      mkdirSync(commands);
      symlinkSync(pluginBinary, join(commands, "kubectl-plateau"));
      const [program, ...words] = await commandOf("kubectl");
      const PATH = `${commands}:${dirname(process.execPath)}:/usr/bin:/bin`;
      const found = await promisify(execFile)(
        program,
        [...words, "plateau", "get", "trun", "-n", "team", "-o", "name"],
        { cwd: place.directory, env: { ...process.env, NODE_OPTIONS: "", ...place.env, PATH } },
      );
      expect(found.stdout).toContain("trainingrun/there\n");
      const help = await place.plugin("--help");
      expect(help.stdout).toMatch(/^Usage: kubectl plateau \[options\][^]*\$ kubectl plateau logs -f/);
      expect((await place.plugin("top", "--help")).stdout).toMatch(
        /\$ kubectl plateau top -A[^]*\$ kubectl plateau top -o json/,
      );
    });

    it("explains every field of spec and status", async () => {
      const { components } = JSON.parse(await kubectl("get", "--raw", `/openapi/v3/apis/${apiVersion}`)) as {
        components: { schemas: Record<string, Schema> };
      };
      const ours = Object.entries(components.schemas).filter(
        ([name]) => /v1alpha1\.\w+$/.test(name) && !name.endsWith("List"),
      );
      expect(
        ours
          .map(([name]) => name.split(".").at(-1))
          .filter((name) => /^(Training|Cool|Check|Scaling)/.test(name!))
          .toSorted((a, b) => a!.localeCompare(b!)),
      ).toEqual(["Checkpoint", "Cooldown", "ScalingStudy", "TrainingRun"]);
      const nameless = ours.flatMap(([name, { properties }]) =>
        ["spec", "status"].flatMap((part) => undescribed(`${name}.${part}`, properties?.[part])),
      );
      expect(nameless).toEqual([]);
      expect(await kubectl("explain", "scalingstudy.spec", "--recursive")).toMatch(/sizes\s+<\[\]Object>/);
      expect(await kubectl("explain", "trun.spec.optimizer.learningRate")).toMatch(/DESCRIPTION:\n +\w+/);
    });

    it("waits for a condition", async () => {
      const [run] = await kubernetes.apply(runYaml("awaited"));
      const waiting = kubectl("wait", "--for=condition=Succeeded", "trun/awaited", "--timeout=60s");
      await kubernetes.setStatus(run!, { step: 1000 }, succeeded);
      expect(await waiting).toContain("condition met");
    });
  });

  it("exports and samples the Checkpoints of the cluster whose store is reached from here", async () => {
    const model = llamaConfig.parse({
      family: "llama",
      layers: 1,
      width: 8,
      heads: 2,
      feedForward: 12,
      context: 8,
      vocabulary: 16,
      tieEmbeddings: true,
    });
    const weights = { parameters: initialize(createModel(model), 1), weightsSha256: "", facts: undefined };
    const store = await openStore(join(place.directory, "store"));
    const committed = await saveCheckpoint(store, checkpointContents({ model, notes: [], ...weights }, "m"));
    const { runTemplate } = (parse(study) as { spec: { runTemplate: { spec: object } } }).spec;
    const checkpoint = (name: string, sha256: string): object => ({
      apiVersion,
      kind: "Checkpoint",
      metadata: { name },
      spec: {
        manifest: { uri: committed.ref.manifestUri, sha256, bytes: String(committed.bytes) },
        step: 0,
        tokens: "0",
        flops: "0",
        producedBy: { kind: "TrainingRun", name: "m", uid: "1" },
        phase: "Plateau",
        holds: ["Weights"],
        recipe: {
          ...runTemplate.spec,
          model: { family: "Llama", layers: 1, width: 8, heads: 2, context: 16, vocabulary: 16 },
          // Relative to what only the cluster knows.
          data: { tokens: { uri: "data" } },
        },
      },
    });
    await kubernetes.apply(JSON.stringify(checkpoint("m-s0", committed.ref.sha256)));
    await kubernetes.apply(JSON.stringify(checkpoint("m-other", "0".repeat(64))));
    const exported = await place.plugin("export", "m-s0", "--to", "m", "-o", "json");
    expect(exported).toMatchObject({ code: 0 });
    expect(JSON.parse(exported.stdout)).toMatchObject({ model, tokenizer: null });
    const sampled = await place.plugin("sample", "m-s0", "--ids", "1,2", "--tokens", "3", "-o", "json");
    expect((JSON.parse(sampled.stdout) as { ids: number[] }).ids).toHaveLength(3);
    const unknown = await place.plugin("evaluate", "m-s0");
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("with --data")]);
    const other = await place.plugin("export", "m-other", "--to", "other");
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("E_CHECKPOINT_DAMAGED")]);
  });
});

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[];
  users: { name: string; user: Record<string, unknown> }[];
  contexts: { name: string; context: Record<string, unknown> }[];
}

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** Paths of fields that `kubectl explain` would show without a word. */
function undescribed(path: string, schema: Schema | undefined): string[] {
  if (!schema) return [path];
  const below = [
    ...Object.entries(schema.properties ?? {}).map(([name, field]) => [`${path}.${name}`, field] as const),
    ...(schema.items?.properties ? [[`${path}[]`, schema.items] as const] : []),
  ];
  return [
    ...(schema.description ? [] : [path]),
    ...below.flatMap(([name, field]) => undescribed(name, field)),
  ];
}

/** As the controller leaves it: losses of a law that three sizes and three horizons identify. */
function studyStatus(made: ScalingStudy): Record<string, unknown> {
  const result = planOf(made);
  if (!result.ok) throw new Error(result.message);
  const points = result.plan.sizes.flatMap(({ size, planned, branches }) =>
    branches.map(({ name, horizon }) => ({
      name,
      size: size.name,
      parameters: String(planned.parameters),
      tokens: String(horizon.tokens),
      flops: String(horizon.flops),
      state: "Done",
      loss: (1.2 + 30 / planned.parameters ** 0.34 + 400 / horizon.tokens ** 0.46).toFixed(6),
    })),
  );
  return {
    pointsDone: points.length,
    pointsPlanned: points.length,
    points,
    flops: { planned: "1e12", spent: "1e12", independentRuns: "2e12" },
    startTime: new Date(Date.now() - 60_000).toISOString(),
    completionTime: new Date().toISOString(),
  };
}
