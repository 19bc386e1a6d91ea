import { InputError } from "../../model/input-error";
import { BEGIN_READING } from "../../readers/catalog/catalog-sql";
import { type AuditReading, readAudit } from "../../readers/catalog/read-audit";
import { systemReason } from "../system-reason";
import { connect } from "./connect";
import { isFromServer } from "./connection-error";
import { type ConnectionSettings, shownServer } from "./settings";

/** What only an audit asks, on a connection of its own. Throws `InputError` for a server that cannot be read. */
export const readAuditFacts = async (settings: ConnectionSettings): Promise<AuditReading> => {
  const { query, end } = await connect(settings);
  try {
    for (const statement of BEGIN_READING) await query(statement);
    const reading = await readAudit(query);
    await query("COMMIT");
    return reading;
  } catch (error) {
    if (error instanceof InputError || !isFromServer(error)) throw error;
    throw new InputError(`cannot read \`${shownServer(settings)}\`: ${systemReason(error)}`);
  } finally {
    await end();
  }
};
