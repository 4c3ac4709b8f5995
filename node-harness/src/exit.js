/** The exit codes of the command line. Scripts may rely on the numbers. */

/** Everything asked for was done. */
export const OK = 0;
/** The guest panicked or trapped where it must not. */
export const GUEST_FAILED = 1;
/** The command line cannot be used, or a file that it names. */
export const USAGE = 2;
/** A tool that was started failed: a browser, a server. */
export const TOOL_FAILED = 3;

/** A command line that cannot be used. The message says what can. */
export class UsageError extends Error {}

/** A tool failed, as opposed to: the request was wrong. The message holds what the tool said. */
export class ToolFailed extends Error {}
