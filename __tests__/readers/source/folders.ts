import { posix } from "node:path";
import type { OpaqueFact } from "../../../model/access-graph";
import type { Reading } from "../../../model/reading";
import type { SourceFolder } from "../../../model/terraform-source";
import { readSource } from "../../../readers/source/read-source";
import type { ReaderKnowledge } from "../../../readers/terraform/knowledge";

export const KNOWLEDGE: ReaderKnowledge = { providers: ["cyrilgdn/postgresql"], endpoints: [{ host: "orders.db.example.com", port: 5432 }] };

/** A configuration that speaks to PostgreSQL, and nothing else. */
export const POSTGRES = `
terraform {
  required_providers {
    postgresql = { source = "cyrilgdn/postgresql" }
  }
}
provider "postgresql" {
  host = "orders.db.example.com"
  port = 5432
}
`;

/** A folder in memory: files by their path from the root one. */
export const folderOf = (files: Readonly<Record<string, string>>, manifest: unknown = null): SourceFolder => ({
  path: "infra",
  filesIn: (folder) => {
    const found = Object.entries(files).filter(([path]) => posix.dirname(path) === posix.normalize(folder));
    return found.length === 0 ? null : found.map(([path, text]) => ({ name: posix.basename(path), path: `infra/${path}`, text }));
  },
  manifest: manifest === null ? null : JSON.stringify(manifest),
});

export const read = (files: Readonly<Record<string, string>>, manifest: unknown = null): Promise<Reading> => readSource(folderOf(files, manifest), KNOWLEDGE);

export const opaquesOf = ({ servers }: Reading): readonly OpaqueFact[] => servers.flatMap(({ graph }) => graph.opaques);

/** What is refused, as `address file:line`. */
export const refused = async (files: Readonly<Record<string, string>>, manifest: unknown = null): Promise<readonly string[]> =>
  opaquesOf(await read(files, manifest)).map(({ origin: { address, file, line } }) => `${address} ${file}:${line}`);
