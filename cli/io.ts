/** A place to write to. */
export interface Sink {
  /** Resolves when the text is handed over; a reader that went away is no error. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Undefined where it is no terminal. */
  readonly columns: number | undefined;
}

/** All that a command knows of the world outside its arguments, so that it can be run without one. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  now(): Date;
  /** All of standard input. Throws a system error where it cannot be read. */
  readonly stdin: () => Buffer;
  /** Results. */
  readonly stdout: Sink;
  /** Everything else. */
  readonly stderr: Sink;
}

/** 0: permitted; 1: findings of severity error; 2: could not judge. */
export type ExitCode = 0 | 1 | 2;
