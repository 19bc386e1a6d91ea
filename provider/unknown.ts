import { at, type Diagnostic, errorDiagnostic, type PathStep, warningDiagnostic } from "./plugin/diagnostics";
import { isList, isMap, type MapValue, UNKNOWN_VALUE, type Value } from "./plugin/value";

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

/** Where in the attributes values are known only at apply: the attribute, or the first key in it, which is as deep as Terraform finds a line. */
export const unknownPlacesIn = (object: MapValue, attributes: readonly string[]): readonly (readonly PathStep[])[] =>
  attributes.flatMap((name) => {
    const value = object.get(name) ?? null;
    if (!isMap(value)) return hasUnknown(value) ? [at(name)] : [];
    return [...value].flatMap(([key, of]) => (hasUnknown(of) ? [at(name, key)] : []));
  });

const hasUnknown = (value: Value): boolean =>
  value === UNKNOWN_VALUE || (isMap(value) && [...value.values()].some(hasUnknown)) || (isList(value) && value.some(hasUnknown));
