#!/usr/bin/env node
/** `kubectl_complete-plateau`: what kubectl's shell completion asks for this plugin. */
import { completions } from "./completion.ts";
import { asPlugin } from "./place/choice.ts";
import { buildProgram } from "./program.ts";
import { systemTerminal } from "./terminal.ts";

const program = await buildProgram([], systemTerminal(process), asPlugin);
process.stdout.write(`${completions(program, process.argv.slice(2)).join("\n")}\n`);
