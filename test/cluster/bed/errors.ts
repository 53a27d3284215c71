/** What can go wrong with the test bed itself. */

/** A part of the cluster did not come up, or ended before it was told to. */
export class BedError extends Error {
  readonly code = "E_BED";
}

/** A program of the system is missing and could not be fetched. */
export class PackageMissingError extends Error {
  readonly code = "E_PACKAGE_MISSING";
}

/** A command on the cluster failed. The message holds what it said. */
export class CommandError extends Error {
  readonly code = "E_COMMAND";
}
