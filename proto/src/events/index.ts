export * from "./events.ts";
export * from "./messages.ts";
export * from "./subjects.ts";
