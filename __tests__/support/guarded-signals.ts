import { GUARDED_SIGNAL, type GuardedSignal, guardedSignalBody } from "../../model/guarded-signals";
import { literal } from "../../writers/quote";

/** The functions as SQL, for a test that makes them by hand: owner `signaller`, schema `ops`, for `sre`. */
export const guardedSignalsSql = (body: (signal: GuardedSignal) => string = guardedSignalBody): string => `
CREATE ROLE signaller NOLOGIN; CREATE ROLE signaller_protected NOLOGIN;
GRANT pg_signal_backend, pg_read_all_stats TO signaller;
CREATE SCHEMA ops; GRANT USAGE ON SCHEMA ops TO PUBLIC;
CREATE ROLE sre LOGIN PASSWORD 's';
${(["cancel", "terminate"] as const)
  .map(
    (signal) => `
CREATE FUNCTION ops.${signal}_session(${GUARDED_SIGNAL.arguments}) RETURNS ${GUARDED_SIGNAL.returns} LANGUAGE ${GUARDED_SIGNAL.language}
  SECURITY DEFINER SET search_path TO ${GUARDED_SIGNAL.searchPath} AS ${literal(body(signal))};
REVOKE EXECUTE ON FUNCTION ops.${signal}_session(${GUARDED_SIGNAL.argumentTypes}) FROM PUBLIC;
ALTER FUNCTION ops.${signal}_session(${GUARDED_SIGNAL.argumentTypes}) OWNER TO signaller;
GRANT EXECUTE ON FUNCTION ops.${signal}_session(${GUARDED_SIGNAL.argumentTypes}) TO sre;`,
  )
  .join("")}
`;
