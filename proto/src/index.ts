export * from "./exchange-config.ts";
export * from "./run-config.ts";
export * from "./checkpoint-manifest.ts";
export * from "./progress/events.ts";
export * from "./process.ts";
export { plateau as messages } from "./generated/messages.js";
