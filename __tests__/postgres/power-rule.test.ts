import { mergeGraphs } from "../../model/access-graph";
import { closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import { readCluster } from "../../readers/catalog/read-cluster";
import { readDatabase } from "../../readers/catalog/read-database";
import { filesLeft, type OracleServer, oracleServer } from "../support/oracle";
import { TESTED_MAJORS } from "../support/servers";

const PROGRAM = "COPY (SELECT 1) TO PROGRAM 'cat >marks/run'";

/** A function of `own` for `app`, whose body is one statement. */
const setup = (owner: string, memberships: string, body: string): string => `
CREATE ROLE app LOGIN;
CREATE ROLE own ${owner};
${memberships};
CREATE FUNCTION public.s2() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN ${body}; END $f$;
ALTER FUNCTION public.s2() OWNER TO own`;

/** Does the server do it, and what does the closure say of it? */
const answers = async (server: OracleServer, script: string): Promise<{ real: boolean; certainty: string | null }> => {
  const { admin, major, database, marks } = server;
  await admin.query(`BEGIN; ${script}; SAVEPOINT attack`);
  const query = async (sql: string): Promise<readonly object[]> => (await admin.query(sql)).rows;
  const graph = mergeGraphs([(await readCluster(query)).graph, (await readDatabase(query, database)).graph]);
  const reached = closureOf(indexGraph(graph), { major, administrators: ["postgres"] }).reaches("app");
  for (const statement of ["SELECT public.s2()", PROGRAM]) await admin.query("SELECT public.attempt_as('app', 'app', $1)", [statement]);
  await admin.query("ROLLBACK");
  const certainty = reached.find(({ capability, follows }) => capability === "execute-server-program" && follows === null)?.certainty ?? null;
  return { real: filesLeft(marks).includes("run"), certainty };
};

const MEMBER = "GRANT pg_execute_server_program TO own";
const MEMBER_OF_MEMBER = "CREATE ROLE g; GRANT pg_execute_server_program TO g; GRANT g TO own";
const MEMBER_OF_ADMIN = "CREATE ROLE g; GRANT pg_execute_server_program TO g WITH ADMIN OPTION; GRANT g TO own";
const GRANT = "GRANT pg_execute_server_program TO app";

describe.each(TESTED_MAJORS)("the body of a SECURITY DEFINER function of PostgreSQL %i", (major) => {
  // SET ROLE is forbidden in it: what counts is whether PostgreSQL asks for an inherited membership, or for any.
  test.each([
    ["of a member that inherits runs a program", "", MEMBER, PROGRAM, true],
    ["of a NOINHERIT member runs a program on 14", "NOINHERIT", MEMBER, PROGRAM, major <= 14],
    ["of a NOINHERIT member of a member runs a program on 14", "NOINHERIT", MEMBER_OF_MEMBER, PROGRAM, major <= 14],
    ["of a NOINHERIT member of a group with ADMIN OPTION grants on 14 and 15", "NOINHERIT", MEMBER_OF_ADMIN, GRANT, major <= 15],
    ["of no member does nothing", "", "SELECT 1", PROGRAM, false],
  ])("%s", async (_, owner, memberships, body, works) => {
    await oracleServer(major, async (server) => {
      expect(await answers(server, setup(owner, memberships, body))).toEqual({ real: works, certainty: works ? "conditional" : null });
    });
  });
});
