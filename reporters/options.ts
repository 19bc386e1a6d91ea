/** How a report is told apart and placed by what reads it. */
export interface ReportOptions {
  /** Which of several reviews of one commit this is, such as the name of a stack; null where there is one. Letters, digits and `._/-`. */
  readonly id: string | null;
  /** A file as reports name it, as a path from the root of the repository with slashes. */
  readonly fileOf: (file: string) => string;
}
