/** What other programs may use of the CLI: running it, running manifests in process, and the report's data. */
export { runProgram } from "./program.ts";
export { systemTerminal, type Terminal } from "./terminal.ts";
export { readManifests } from "./manifests.ts";
export { runManifests, type RunRequest } from "./study/run-manifests.ts";
export { removeStudy } from "./study/remove-study.ts";
export { gatherReport } from "./report/gather.ts";
export { writeReport } from "./report/write-report.ts";
export type { StudyReport } from "./report/study-report.ts";
