#!/usr/bin/env node
/** `plateau`. */
import { launch } from "./launch.mjs";

await launch("main.ts");
