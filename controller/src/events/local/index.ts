/** The event stream of an embedded cluster. */
export { LocalBus, openLocalBus, type LocalBusOptions } from "./local-bus.ts";
