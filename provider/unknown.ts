import { type Diagnostic, errorDiagnostic, type PathStep, warningDiagnostic } from "./plugin/diagnostics";
import type { MapValue } from "./plugin/value";

/** What matters and is known only at apply is refused, unless the resource says `allow_unknown = true`: then it is judged at apply. */
export const unknownDiagnostics = (places: readonly (readonly PathStep[])[], proposed: MapValue): readonly Diagnostic[] =>
  places.map((path) =>
    proposed.get("allow_unknown") === true
      ? warningDiagnostic("Not judged yet", "This is known only at apply, and is judged then, before any SQL.", path)
      : errorDiagnostic(
          "A name or option is not known at plan time",
          "What is given to whom must be known to be judged. Write it out, or set `allow_unknown = true`: then it is judged at apply, before any SQL.",
          path,
        ),
  );
