#!/usr/bin/env node
/** `kubectl plateau`: as `main.ts`, but without an option it talks to the kubeconfig's cluster. */
import { asPlugin } from "./place/choice.ts";
import { runProgram } from "./program.ts";
import { systemTerminal } from "./terminal.ts";

process.exitCode = await runProgram(process.argv.slice(2), systemTerminal(process), asPlugin);
