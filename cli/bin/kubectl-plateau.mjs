#!/usr/bin/env node
/** `kubectl plateau`: kubectl finds its plugins by this name on the path. The same program, for a cluster. */
import { launch } from "./launch.mjs";

await launch("kubectl-main.ts");
