#!/usr/bin/env node
/** Completions of `kubectl plateau`: kubectl's shell completion looks for this name on the path. */
import { launch } from "./launch.mjs";

await launch("complete-main.ts");
