export * from "./schedule.ts";
export * from "./costs.ts";
export * from "./plan.ts";
export * from "./order.ts";
export * from "./random.ts";
export * from "./errors.ts";
export * from "./fit/index.ts";
