import { literal } from "../writers/quote";
import type { ProviderContext } from "./context";
import type { MapValue } from "./plugin/value";

/** The database that an object names, else the provider's; null where that is known only at apply. */
export const databaseOf = ({ settings }: Pick<ProviderContext, "settings">, object: MapValue): string | null => {
  const written = object.get("database");
  if (typeof written === "string") return written;
  return settings.unknown.includes("database") ? null : (settings.connection.dbname ?? null);
};

/** Is it there? The provider's own is, or nothing is. */
export const hasDatabase = async (context: ProviderContext, database: string | null, signal: AbortSignal): Promise<boolean> => {
  if (database === null || database === (await context.connection()).database) return true;
  const rows = await context.transaction((query) => query(`SELECT 1 FROM pg_catalog.pg_database WHERE datname = ${literal(database)}`), signal);
  return rows.length > 0;
};
