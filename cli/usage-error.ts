/** A command line that cannot be understood. Further lines of the message say what would be. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
