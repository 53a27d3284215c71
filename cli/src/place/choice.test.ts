import { describe, expect, it } from "@jest/globals";
import { Command } from "commander";
import { addPlaceOptions, asPlugin, choosePlace, placeArguments, type PlaceOptions } from "./choice.ts";

const around = { env: {}, cwd: "/place" };

/** As the program reads them. */
function parse(args: string[], name = "plateau"): PlaceOptions {
  const program = new Command(name).exitOverride();
  addPlaceOptions(program);
  program
    .command("get")
    .argument("[kind]")
    .option("-w, --watch")
    .action(() => {});
  program.parse(args.includes("get") ? args : ["get", ...args], { from: "user" });
  return program.opts();
}

describe("choosePlace", () => {
  it.each<[string, string, string[], object]>([
    ["plateau", "nothing", [], { kind: "home", home: "/place/.plateau" }],
    [asPlugin, "nothing", [], { kind: "kubernetes" }],
    ["plateau", "--home", ["--home", "x"], { kind: "home", home: "/place/x" }],
    [asPlugin, "--home", ["--home", "/x"], { kind: "home", home: "/x" }],
    ["plateau", "--kubernetes", ["--kubernetes"], { kind: "kubernetes" }],
    ["plateau", "--context", ["--context", "prod"], { kind: "kubernetes", context: "prod" }],
    ["plateau", "--kubeconfig", ["--kubeconfig", "k"], { kind: "kubernetes", kubeconfig: "/place/k" }],
    [asPlugin, "-n", ["-n", "team"], { kind: "kubernetes", namespace: "team" }],
    ["plateau", "-n", ["-n", "team"], { kind: "home", home: "/place/.plateau", namespace: "team" }],
  ])("called as %s with %s", (calledAs, _what, args, expected) => {
    expect(choosePlace(parse(args, calledAs), { ...around, calledAs })).toEqual(expected);
  });

  it("finds a home by the environment, but never a kind of cluster", () => {
    const env = { PLATEAU_HOME: "/else", KUBECONFIG: "/k", KUBERNETES_SERVICE_HOST: "10.0.0.1" };
    expect(choosePlace({}, { ...around, env, calledAs: "plateau" })).toEqual({ kind: "home", home: "/else" });
    expect(choosePlace({}, { ...around, env, calledAs: asPlugin })).toEqual({ kind: "kubernetes" });
  });

  it.each([["--kubernetes"], ["--context", "x"], ["--kubeconfig", "x"]])(
    "refuses a home beside %s, and names both",
    (...other) => {
      const options = parse(["--home", "x", ...other]);
      expect(() => choosePlace(options, { ...around, calledAs: "plateau" })).toThrow(
        expect.objectContaining({
          code: "E_USAGE",
          message: expect.stringContaining(`--home names an embedded cluster and ${other[0]}`),
        }),
      );
    },
  );

  it("takes the options before and after the command", () => {
    const expected = { context: "prod", namespace: "team" };
    expect(parse(["--context", "prod", "get", "trun", "-w", "-n", "team"])).toEqual(expected);
    expect(parse(["get", "trun", "--context", "prod", "-n", "team", "--watch"])).toEqual(expected);
  });
});

it("repeats the options for a shell, with quotes where they are needed", () => {
  const options = { kubernetes: true, kubeconfig: "/my files/it's", context: "prod", namespace: "team" };
  expect(placeArguments(options)).toBe(
    ` --kubernetes --kubeconfig '/my files/it'\\''s' --context prod -n team`,
  );
  expect(placeArguments({ home: "/x" })).toBe(" --home /x");
  expect(placeArguments({})).toBe("");
});
