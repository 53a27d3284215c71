/** Engines that are installed by Plateau itself: what there is, what is here, and getting it. */
export { findBeside } from "./beside.ts";
export { recipes, type InstallableName, type Recipe } from "./catalogue.ts";
export { InstallError } from "./errors.ts";
export { chooseIndex } from "./index-choice.ts";
export { install, type InstallProgress, type InstallResult } from "./install.ts";
export { cacheFolder, findInstalled, type InstalledEngine } from "./installed.ts";
export { deviceMissing, lookAtMachine, platformMissing, type Machine } from "./machine.ts";
