/** The commands, in the order of the help. Each is a file that adds itself to the program, and is loaded only when it is wanted. */
import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";

export type AddCommand = (program: Command, terminal: Terminal) => void;

export const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import("./run.ts")).addRun,
  get: async () => (await import("./get.ts")).addGet,
  describe: async () => (await import("./describe.ts")).addDescribe,
  delete: async () => (await import("./delete.ts")).addDelete,
  scale: async () => (await import("./scale.ts")).addScale,
  checkpoint: async () => (await import("./command-run.ts")).addCheckpoint,
  pause: async () => (await import("./command-run.ts")).addPause,
  resume: async () => (await import("./command-run.ts")).addResume,
  "log-level": async () => (await import("./command-run.ts")).addLogLevel,
  watch: async () => (await import("./watch.ts")).addWatch,
  top: async () => (await import("./top.ts")).addTop,
  logs: async () => (await import("./logs.ts")).addLogs,
  plan: async () => (await import("./plan.ts")).addPlan,
  fit: async () => (await import("./fit.ts")).addFit,
  report: async () => (await import("./report.ts")).addReport,
  profile: async () => (await import("./profile.ts")).addProfile,
  engines: async () => (await import("./engines.ts")).addEngines,
  tokenize: async () => (await import("./tokenize.ts")).addTokenize,
  export: async () => (await import("./export.ts")).addExport,
  import: async () => (await import("./import.ts")).addImport,
  evaluate: async () => (await import("./evaluate.ts")).addEvaluate,
  sample: async () => (await import("./sample.ts")).addSample,
  credentials: async () => (await import("./credentials.ts")).addCredentials,
  version: async () => (await import("./version.ts")).addVersion,
};

/** Those whose names stand among the arguments; all of them (for help and suggestions) where none does. */
export function commandsFor(args: readonly string[]): (() => Promise<AddCommand>)[] {
  const named = Object.entries(commands).filter(([name]) => args.includes(name));
  const wanted = named.length === 0 || args.includes("help") ? Object.entries(commands) : named;
  return wanted.map(([, load]) => load);
}
