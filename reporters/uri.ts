/** A path from the root of a repository as a relative reference of a URI: each name encoded, so that no name is taken for a scheme, a query or a folder above. */
export const uriOf = (file: string): string => {
  const names = file.split("/").filter((name) => name !== "" && name !== "." && name !== "..");
  return names.length === 0 ? "rolegate" : names.map(encoded).join("/");
};

/** A lone half of a surrogate pair has no encoding. */
const encoded = (name: string): string => encodeURIComponent(name.replace(/\p{Surrogate}/gu, "\u{fffd}"));
