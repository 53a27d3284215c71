/** Plateau on one machine. */
export { openLocal, type LocalPlateau, type OpenLocalOptions } from "./open-local.ts";
export { HomeError } from "./errors.ts";
export type { LogsRequest } from "./logs.ts";
