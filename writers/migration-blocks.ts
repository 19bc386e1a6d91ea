import type { Migration } from "../model/migration";

/** The blocks of a migration as Terraform reads them, with what to do with them. */
export const migrationBlocks = ({ moved, forgotten, imported }: Migration): string =>
  [
    "# From the community provider to rolegate's own: written by `rolegate migrate`. Nothing of it changes the server.",
    "# Keep it, and the community provider installable, until it was applied; then delete it.",
    ...moved.map(({ from, to }) => block("moved", [`from = ${from}`, `to   = ${to}`])),
    ...forgotten.map((address) => block("removed", [`from = ${address}`, "lifecycle {", "  destroy = false", "}"])),
    ...imported.map(({ to, id }) => block("import", [`to = ${to}`, `id = ${text(id)}`])),
  ]
    .join("\n\n")
    .replace("\n\n#", "\n#")
    .concat("\n");

const block = (kind: string, lines: readonly string[]): string => `${kind} {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;

/** A literal: what Terraform would take for a template stands for itself. */
const text = (value: string): string => JSON.stringify(value).replace(/[$%](?=\{)/g, (sign) => sign + sign);
