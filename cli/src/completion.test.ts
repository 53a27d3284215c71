import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Command } from "commander";
import { completions } from "./completion.ts";
import { asPlugin } from "./place/choice.ts";
import { buildProgram } from "./program.ts";
import { systemTerminal } from "./terminal.ts";

let program: Command;
beforeAll(async () => {
  program = await buildProgram([], systemTerminal(process), asPlugin);
});

/** The candidates and the directive, without descriptions. */
const complete = (...words: string[]): string[] =>
  completions(program, words).map((line) => line.split("\t")[0]!);

describe("completions", () => {
  it.each<[string, string[], string[]]>([
    ["a command", ["de"], ["describe", "delete", ":4"]],
    ["a kind", ["get", "sc"], ["scalingstudies", ":4"]],
    ["a kind after options", ["get", "-n", "team", "--watch", "coo"], ["cooldowns", ":4"]],
    ["an option of the command", ["top", "--on"], ["--once", ":4"]],
    ["an option of every command", ["top", "--kubec"], ["--kubeconfig", ":4"]],
    ["the choices of an option", ["get", "trun", "-o", ""], ["json", "yaml", "wide", "name", "csv", ":4"]],
    ["files where an option takes one", ["run", "-f", ""], [":0"]],
    ["nothing where an option takes a name", ["get", "-n", ""], [":4"]],
    ["more files", ["run", "-f", "a.yaml", "b"], [":0"]],
    ["the choices of an argument", ["log-level", "brown-s", "d"], ["debug", ":4"]],
    ["what runs tell", ["get", "loss"], ["losses", ":4"]],
    ["nothing that only a cluster knows", ["logs", "br"], [":4"]],
    ["nothing for no command", ["nonsense", "x"], [":4"]],
  ])("offers %s", (_what, words, expected) => {
    expect(complete(...words)).toEqual(expected);
  });

  it("describes what it offers", () => {
    expect(completions(program, ["top", "--once"])[0]).toBe("--once\tdo not go on, on a terminal either");
  });
});
