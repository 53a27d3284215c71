import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { loadKubeconfig, type KubeconfigChoice } from "./kubeconfig.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plateau-kubeconfig-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of one cluster, user and context of that name. */
function file(
  name: string,
  { server = `https://${name}`, current = name, path = join(folder, name) } = {},
): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(
    path,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name, cluster: { server } }],
      users: [{ name, user: { token: "t" } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": current,
    }),
  );
  return path;
}

const load = (choice: Partial<KubeconfigChoice>): { context: string; server: string | undefined } => {
  const config = loadKubeconfig({ env: {}, homeFolder: folder, ...choice });
  return { context: config.getCurrentContext(), server: config.getCurrentCluster()?.server };
};
const refusal = (message: RegExp): object => ({
  code: "E_KUBECONFIG",
  message: expect.stringMatching(message),
});

describe("loadKubeconfig", () => {
  it("merges the files of KUBECONFIG: the first that names something decides it, missing ones are passed over", () => {
    const [a, b] = [file("a"), file("b")];
    const again = file("a", { server: "https://other", path: join(folder, "again") });
    const KUBECONFIG = [join(folder, "missing"), a, b, again].join(delimiter);
    expect(load({ env: { KUBECONFIG } })).toEqual({ context: "a", server: "https://a" });
    expect(load({ env: { KUBECONFIG }, context: "b" })).toEqual({ context: "b", server: "https://b" });
  });

  it("takes the named file alone, and the user's own where nothing is named", () => {
    const [a, b] = [file("a"), file("b")];
    expect(load({ kubeconfig: b, env: { KUBECONFIG: a } })).toEqual({ context: "b", server: "https://b" });
    const homeFolder = join(folder, "user");
    file("mine", { path: join(homeFolder, ".kube", "config") });
    expect(load({ homeFolder }).context).toBe("mine");
  });

  it.each<[string, () => Partial<KubeconfigChoice>, RegExp]>([
    ["nothing at all", () => ({}), /There is no kubeconfig/],
    ["a file that is not there", () => ({ kubeconfig: "/nowhere/k" }), /no kubeconfig at \/nowhere\/k/],
    [
      "KUBECONFIG that is not there",
      () => ({ env: { KUBECONFIG: "/nowhere/k" } }),
      /KUBECONFIG names \/nowhere\/k/,
    ],
    [
      "a context that is not there",
      () => ({ kubeconfig: file("a"), context: "z" }),
      /no context "z"\. There are: a\./,
    ],
    [
      "no current context",
      () => ({ kubeconfig: file("a", { current: "" }) }),
      /has no current context.*--context/,
    ],
  ])("refuses %s and says what to do", (_what, choice, message) => {
    expect(() => load(choice())).toThrow(expect.objectContaining(refusal(message)));
  });

  it("names the file that cannot be read", () => {
    const path = join(folder, "broken");
    writeFileSync(path, "clusters: [}");
    expect(() => load({ kubeconfig: path })).toThrow(
      expect.objectContaining(refusal(/broken cannot be read: /)),
    );
  });
});
