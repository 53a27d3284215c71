/** What can go wrong before a test's program is there. */

/** The program is not in the cache and could not be built. */
export class ToolMissingError extends Error {
  readonly code = "E_TOOL_MISSING";
}

/** There is no Go to build with and none could be fetched. */
export class GoMissingError extends Error {
  readonly code = "E_GO_MISSING";
}
