#!/usr/bin/env node
/** `plateau`: arguments in, exit code out. Takes no decision; commands are in `commands/`. */
import { systemTerminal } from "./terminal.ts";
import { runProgram } from "./program.ts";

process.exitCode = await runProgram(process.argv.slice(2), systemTerminal(process));
