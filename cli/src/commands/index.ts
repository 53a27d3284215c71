/** The commands, in the order of the help. Each file adds one to the program. */
import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
import { addDelete } from "./delete.ts";
import { addDescribe } from "./describe.ts";
import { addFit } from "./fit.ts";
import { addGet } from "./get.ts";
import { addLogs } from "./logs.ts";
import { addPlan } from "./plan.ts";
import { addReport } from "./report.ts";
import { addRun } from "./run.ts";
import { addTokenize } from "./tokenize.ts";
import { addVersion } from "./version.ts";

export const commands: readonly ((program: Command, terminal: Terminal) => void)[] = [
  addRun,
  addGet,
  addDescribe,
  addDelete,
  addLogs,
  addPlan,
  addFit,
  addReport,
  addTokenize,
  addVersion,
];
