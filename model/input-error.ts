/**
 * An input that cannot be judged: unreadable, malformed, contradictory. The command line prints it and exits 2.
 * The first line says what is wrong and where; the details say why and what to do.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}
