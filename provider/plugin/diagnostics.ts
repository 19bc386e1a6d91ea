/** A step into a value: an attribute of an object, or an element of a map (by key) or list (by index). */
export type PathStep = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

/** What Terraform shows to its user. With a path it shows the line of the configuration that the value came from. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line without a period. */
  readonly summary: string;
  /** What is wrong, why it matters, what to do. */
  readonly detail: string;
  /** Elements of sets cannot be addressed: then the set itself. */
  readonly path?: readonly PathStep[];
}

export const errorDiagnostic = (summary: string, detail: string, path?: readonly PathStep[]): Diagnostic => ({
  severity: "error",
  summary,
  detail,
  ...(path !== undefined && { path }),
});

export const warningDiagnostic = (summary: string, detail: string, path?: readonly PathStep[]): Diagnostic => ({
  ...errorDiagnostic(summary, detail, path),
  severity: "warning",
});

/** The path of an attribute of the resource or provider block, or of one element of it; Terraform finds no line for anything deeper. */
export const at = (attribute: string, key?: string): readonly PathStep[] => [{ attribute }, ...(key === undefined ? [] : [{ key }])];

/** Thrown by what cannot go on; its diagnostics reach the user as they are. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ summary }) => summary).join("; "));
    this.diagnostics = diagnostics;
  }
}
